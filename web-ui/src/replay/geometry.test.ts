import { describe, expect, it } from 'vitest';
import type { Span } from '../api/types';
import { bars, fractionOf, pan, show, spanAt, ticks, timeAt, zoom } from './geometry';
import type { View } from './geometry';

const HOUR = 3_600_000;
const midnight = new Date(2026, 10, 25).getTime();
const day: View = { from: midnight, to: midnight + 24 * HOUR };

const iso = (hours: number) => new Date(midnight + hours * HOUR).toISOString();
const recorded = (from: number, to: number): Span => ({ from: iso(from), to: iso(to), kind: 'recorded' });
const gap = (from: number, to: number): Span => ({
  from: iso(from),
  to: iso(to),
  kind: 'gap',
  cause: 'disk-full',
});

describe('times and places', () => {
  it('go both ways', () => {
    expect(fractionOf(day, midnight + 6 * HOUR)).toBe(0.25);
    expect(timeAt(day, 0.25)).toBe(midnight + 6 * HOUR);
  });
});

describe('zooming', () => {
  it('keeps the time under the pointer in its place', () => {
    const noon = midnight + 12 * HOUR;
    const near = zoom(day, 0.5, noon, day);
    expect(near.to - near.from).toBe(12 * HOUR);
    expect(fractionOf(near, noon)).toBe(fractionOf(day, noon));
  });
  it('ends at a second and at a month', () => {
    const year = { from: midnight - 365 * 24 * HOUR, to: midnight + 24 * HOUR };
    const near = zoom(day, 1e-9, midnight, year);
    expect(near.to - near.from).toBe(1000);
    const far = zoom(near, 1e9, midnight, year);
    expect(far.to - far.from).toBe(31 * 24 * HOUR);
  });
  it('stays within the day at its edges', () => {
    const near = zoom(day, 0.1, day.to, day);
    expect(near.to).toBe(day.to);
    expect(zoom(near, 5, near.from, day).to).toBeLessThanOrEqual(day.to);
  });
});

describe('moving', () => {
  const view: View = { from: midnight + 2 * HOUR, to: midnight + 4 * HOUR };
  it('stops at the edges', () => {
    expect(pan(view, -9 * HOUR, day)).toEqual({ from: midnight, to: midnight + 2 * HOUR });
    expect(pan(view, HOUR, day).from).toBe(midnight + 3 * HOUR);
  });
  it('brings a time into sight only if it is not', () => {
    expect(show(view, midnight + 3 * HOUR, day)).toBe(view);
    expect(show(view, midnight + 10 * HOUR, day)).toEqual({
      from: midnight + 9 * HOUR,
      to: midnight + 11 * HOUR,
    });
  });
});

describe('bars', () => {
  it('are cut to the view', () =>
    expect(bars([recorded(-5, 6), gap(6, 12), recorded(30, 40)], day, 1000)).toEqual([
      { left: 0, width: 0.25, kind: 'recorded' },
      { left: 0.25, width: 0.25, kind: 'disk-full' },
    ]));
  it('of one kind join', () => expect(bars([recorded(0, 1), recorded(1, 2)], day, 1000)).toHaveLength(1));
  it('thinner than a pixel do not count', () =>
    expect(bars([recorded(0, 6), gap(6, 6.001), recorded(6.001, 12)], day, 1000)).toEqual([
      { left: 0, width: 0.5, kind: 'recorded' },
    ]));
  it('a little recorded among nothing is a pixel', () =>
    expect(bars([gap(0, 6), recorded(6, 6.001), gap(6.001, 24)], day, 1000)).toEqual([
      { left: 0, width: 0.25, kind: 'disk-full' },
      { left: expect.closeTo(0.249, 3) as number, width: 0.001, kind: 'recorded' },
      {
        left: expect.closeTo(0.25, 3) as number,
        width: expect.closeTo(0.75, 3) as number,
        kind: 'disk-full',
      },
    ]));
  it('a day of a thousand pieces stay fewer than the pixels', () => {
    const many = Array.from({ length: 10_000 }, (_, i) => {
      const at = (i * 24) / 10_000;
      return i % 2 === 0 ? recorded(at, at + 0.0024) : gap(at, at + 0.0024);
    });
    expect(bars(many, day, 500).length).toBeLessThanOrEqual(500);
  });
});

describe('ticks', () => {
  it('of a day stand at round hours', () => {
    const labels = ticks(day, 1000).map((tick) => tick.label);
    expect(labels.slice(0, 3)).toEqual(['25 Nov', '02:00', '04:00']);
  });
  it('of a minute show seconds', () =>
    expect(ticks({ from: midnight, to: midnight + 60_000 }, 500).map((t) => t.label)).toContain('00:00:30'));
  it.each([100, 320, 800, 3000])('have room at %i px', (width) => {
    for (const length of [60_000, 600_000, HOUR, 6 * HOUR, 24 * HOUR]) {
      const found = ticks({ from: midnight + 12_345, to: midnight + 12_345 + length }, width);
      expect(found.length).toBeLessThanOrEqual(Math.max(2, width / 64 + 1));
    }
  });
});

it('a time is in the span that begins with it', () => {
  const spans = [recorded(0, 1), gap(1, 2)];
  expect(spanAt(spans, midnight + HOUR)).toBe(spans[1]);
  expect(spanAt(spans, midnight + 2 * HOUR)).toBeUndefined();
});

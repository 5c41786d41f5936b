// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';
import { recorder } from '../common/testing';
import { findEvent, LEAD_MS, lookFrom } from './eventJump';

const NOW = Date.parse('2026-11-30T12:00:00Z');
const at = (second: number) => new Date(NOW + second * 1000).toISOString();

describe('where to look from', () => {
  it('the event that was jumped to is neither the next nor the previous one', () => {
    const before = NOW - LEAD_MS;
    expect(lookFrom(before, 'next', undefined, NOW)).toBeGreaterThan(NOW);
    expect(lookFrom(before, 'previous', undefined, NOW)).toBeLessThan(NOW);
  });

  it('well into an event, the previous one is its own begin', () =>
    expect(lookFrom(NOW + 1, 'previous', undefined, NOW)).toBeGreaterThan(NOW));

  it('asked again at once it goes on from the last, wherever a gap led to', () => {
    const last = { at: NOW - 60_000, asked: NOW - 1000 };
    expect(lookFrom(NOW, 'previous', last, NOW)).toBe(last.at);
    expect(lookFrom(NOW, 'next', last, NOW)).toBe(last.at + 1);
  });
});

describe('finding an event', () => {
  it('passes over ends', async () => {
    recorder({
      'GET /events': () =>
        Response.json({
          events: [
            { at: at(-10), kind: 'motion', phase: 'ended', camera: 'yard', text: '' },
            { at: at(-20), kind: 'motion', phase: 'began', camera: 'yard', text: '' },
          ],
          more: false,
        }),
    });
    expect(await findEvent(['yard'], NOW, 'previous', NOW)).toEqual({ at: NOW - 20_000 });
  });

  it('goes on where a page had none, and says when there is none', async () => {
    let page = 0;
    recorder({
      'GET /events': () =>
        Response.json(
          page++ === 0
            ? {
                events: [{ at: at(-50), kind: 'motion', phase: 'ended', camera: 'yard', text: '' }],
                more: true,
              }
            : { events: [], more: false },
        ),
    });
    expect(await findEvent(['yard'], NOW - 100_000, 'next', NOW)).toEqual({ at: undefined });
    expect(page).toBe(2);
  });
});

// @vitest-environment jsdom
import { fireEvent, screen } from '@testing-library/react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Span } from '../api/types';
import type { Episode } from '../events/episodes';
import { show } from '../common/testing';
import type { Camera } from '../api/types';
import { spanWords } from './Tip';
import { Timeline } from './Timeline';

const HOUR = 3_600_000;
const midnight = new Date(2026, 10, 25).getTime();
const day = { from: midnight, to: midnight + 24 * HOUR };
const iso = (hours: number) => new Date(midnight + hours * HOUR).toISOString();
const spans: Span[] = [
  { from: iso(0), to: iso(6), kind: 'recorded' },
  { from: iso(6), to: iso(7), kind: 'gap', cause: 'camera-offline' },
  { from: iso(7), to: iso(12), kind: 'recorded' },
];
const motion: Episode = {
  kind: 'motion',
  camera: 'yard',
  from: midnight + 4 * HOUR,
  to: midnight + 5 * HOUR,
  lasts: false,
  text: 'line',
};
const onSeek = vi.fn();
const onView = vi.fn();
const camera = (id: string): Camera => ({
  id,
  name: id,
  driver: 'rtsp',
  address: 'rtsp://10.0.0.7/',
  enabled: true,
  record: { mode: 'continuous', streams: ['main', 'sub'], preSeconds: 0, postSeconds: 0 },
});
const yard = camera('yard');
const gate = camera('gate');

beforeEach(() => {
  onSeek.mockReset();
  onView.mockReset();
  // 1000 px wide, as no layout is done here.
  vi.spyOn(HTMLElement.prototype, 'getBoundingClientRect').mockReturnValue(new DOMRect(0, 0, 1000, 64));
  HTMLElement.prototype.setPointerCapture = vi.fn();
  show(
    <Timeline
      cameras={[yard, gate]}
      spans={{ yard: spans, gate: [] }}
      events={{ yard: [motion], gate: [] }}
      view={day}
      limits={{ from: midnight - 100 * 24 * HOUR, to: day.to }}
      at={midnight + 3 * HOUR}
      now={midnight + 12 * HOUR}
      clip={undefined}
      onView={onView}
      onSeek={onSeek}
    />,
  );
});

const bar = () => screen.getByRole('slider', { name: 'Timeline' });

// jsdom's pointer events have no place; a mouse event of that name has.
const point = (type: string, clientX: number, buttons: number, pointerId = 1) =>
  fireEvent(bar(), Object.assign(new MouseEvent(type, { bubbles: true, clientX, buttons }), { pointerId }));

describe('the timeline', () => {
  it('says where we are', () =>
    expect(bar().getAttribute('aria-valuetext')).toBe('Wed, 25 Nov 2026 03:00:00, yard: recorded'));

  it('goes where it is clicked, and no further than now', () => {
    point('pointerdown', 250, 1);
    point('pointermove', 900, 1);
    expect(onSeek.mock.calls).toEqual([[midnight + 6 * HOUR], [midnight + 12 * HOUR]]);
  });

  it('tells why nothing was recorded under the pointer', () => {
    point('pointermove', 271, 0);
    expect(screen.getByRole('tooltip').textContent).toContain('camera was offline (1 h 00 min)');
    expect(onSeek).not.toHaveBeenCalled();
  });

  it('keeps what has not happened yet apart from what was not recorded', () => {
    const future = bar().querySelector<HTMLElement>('[data-future]');
    expect(future?.style.left).toBe('50%');
    point('pointermove', 700, 0);
    expect(screen.getByRole('tooltip').textContent).toContain('not yet');
  });

  it('looks closer by wheel and by two fingers', () => {
    fireEvent.wheel(bar(), { deltaY: -200, clientX: 250 });
    const [closer] = onView.mock.calls[0] as [{ from: number; to: number }];
    expect(closer.to - closer.from).toBeLessThan(24 * HOUR);
    point('pointerdown', 400, 1, 1);
    point('pointerdown', 500, 1, 2);
    point('pointermove', 600, 1, 2);
    const [pinched] = onView.mock.calls.at(-1) as [{ from: number; to: number }];
    expect(pinched.to - pinched.from).toBe(12 * HOUR);
  });

  it('tells what happened under the pointer, and a click goes before it', () => {
    point('pointermove', 190, 0);
    expect(screen.getByRole('tooltip').textContent).toContain('04:00:00 yard: motion (line), 1 h 00 min');
    point('pointerdown', 167, 1);
    point('pointermove', 169, 1); // a hand is not still
    expect(onSeek.mock.calls).toEqual([[midnight + 4 * HOUR - 5000]]);
  });

  it('by keys tells what is at the cursor, of the row that was chosen', () => {
    fireEvent.keyDown(bar(), { key: 'ArrowDown' });
    expect(screen.getByRole('tooltip').textContent).toContain('gate');
    expect(bar().getAttribute('aria-valuetext')).toContain('gate: not known');
    fireEvent.blur(bar());
    expect(screen.queryByRole('tooltip')).toBeNull();
  });

  it('is moved by keys', () => {
    fireEvent.keyDown(bar(), { key: 'ArrowRight' });
    fireEvent.keyDown(bar(), { key: 'Home' });
    expect(onSeek.mock.calls).toEqual([[midnight + 3 * HOUR + 10_000], [midnight]]);
  });
});

it('a time without a span is in the future or not known', () => {
  expect(spanWords(undefined, 2, 1)).toBe('not yet');
  expect(spanWords(undefined, 1, 2)).toBe('not known');
});

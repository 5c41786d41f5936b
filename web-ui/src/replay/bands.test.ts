import { describe, expect, it } from 'vitest';
import type { Episode } from '../events/episodes';
import { bands, lookOf } from './bands';

const SECOND = 1000;
const motion = (from: number, to: number): Episode => ({
  kind: 'motion',
  camera: 'yard',
  from: from * SECOND,
  to: to * SECOND,
  lasts: false,
  text: '',
});
const view = { from: 0, to: 1000 * SECOND };

describe('bands of a timeline of 1000 px and 1000 s', () => {
  it('lie where the episodes are', () =>
    expect(bands([motion(100, 200)], view, 1000)).toEqual([
      { left: 0.1, width: 0.1, look: 'motion', count: 1 },
    ]));

  it('are seen however short, and cut to the view', () => {
    expect(bands([motion(500, 500)], view, 1000)[0]?.width).toBeCloseTo(0.003);
    expect(bands([motion(-50, 20)], view, 1000)).toMatchObject([{ left: 0, width: 0.02 }]);
    expect(bands([motion(-50, -20), motion(1001, 1002)], view, 1000)).toEqual([]);
  });

  it('join where they would touch, and are counted', () => {
    const joined = bands([motion(100, 110), motion(111, 120), motion(130, 140)], view, 1000);
    expect(joined.map(({ count }) => count)).toEqual([2, 1]);
    expect(joined[0]?.width).toBeCloseTo(0.02);
  });

  it('of another look stay apart', () => {
    const input = { ...motion(100, 110), kind: 'input' };
    expect(bands([motion(100, 110), input], view, 1000)).toHaveLength(2);
  });

  it('stay as few as there are pixels', () => {
    const many = Array.from({ length: 20_000 }, (_, i) => motion(i / 20, i / 20 + 0.01));
    expect(bands(many, view, 1000).length).toBeLessThanOrEqual(250);
  });
});

it('a camera that came looks otherwise than one that went, and an unknown kind is an alarm', () => {
  expect(lookOf({ kind: 'camera', text: 'live' })).toBe('came');
  expect(lookOf({ kind: 'camera', text: 'offline: gone' })).toBe('went');
  expect(lookOf({ kind: 'line-crossing', text: '' })).toBe('alarm');
});

import { describe, expect, it } from 'vitest';
import { aim, trimTo } from './liveEdge';
import type { Ranges } from './liveEdge';
import { cannotPlay, mimeIn } from './mse';

const ranges = (...pairs: [number, number][]): Ranges => ({
  length: pairs.length,
  start: (i) => pairs[i]?.[0] ?? Number.NaN,
  end: (i) => pairs[i]?.[1] ?? Number.NaN,
});

describe('the live edge', () => {
  it('is awaited while nothing is there', () => expect(aim(ranges(), 0)).toEqual({ rate: 1 }));
  it('is jumped to from the start of a buffer that begins anywhere', () =>
    expect(aim(ranges([7000, 7002]), 0)).toEqual({ seek: 7001.6, rate: 1 }));
  it('is not jumped before the buffer', () =>
    expect(aim(ranges([7000, 7000.2]), 0)).toEqual({ seek: 7000, rate: 1 }));
  it('is left alone when near', () => expect(aim(ranges([0, 10]), 9.5)).toEqual({ rate: 1 }));
  it('is caught up with when a little late', () => expect(aim(ranges([0, 10]), 9)).toEqual({ rate: 1.08 }));
  it('is jumped to when too late', () => expect(aim(ranges([0, 10]), 5)).toEqual({ seek: 9.6, rate: 1 }));
  it('is jumped to over the pictures since the last key picture, which come first', () =>
    expect(aim(ranges([0, 2]), 0)).toEqual({ seek: 1.6, rate: 1 }));
  it('is the newest range after a hole', () =>
    expect(aim(ranges([0, 4], [6, 9]), 3.9)).toEqual({ seek: 8.6, rate: 1 }));
});

describe('the past', () => {
  it('is kept while short', () => expect(trimTo(ranges([0, 10]), 9.6)).toBeUndefined());
  it('is thrown away when long', () => expect(trimTo(ranges([0, 20]), 19)).toBe(15));
  it('may be nothing', () => expect(trimTo(ranges(), 3)).toBeUndefined());
});

describe('the first message', () => {
  it('has the MIME type', () =>
    expect(mimeIn('{"mime":"video/mp4; codecs=\\"avc1.640028\\""}')).toBe('video/mp4; codecs="avc1.640028"'));
  it.each(['', '{', '{}', '{"mime":7}', 'null'])('may be nonsense: %s', (text) =>
    expect(mimeIn(text)).toBeUndefined(),
  );
});

describe('what a browser does not play', () => {
  it('is named where the camera can be set otherwise', () => {
    expect(cannotPlay('video/mp4; codecs="hvc1.1.6.L93.B0"')).toContain('does not show H.265');
    expect(cannotPlay('video/mp4; codecs="avc1.640028"')).toBe(
      'This browser cannot play what the camera sends.',
    );
    expect(cannotPlay(undefined)).toBe('This browser cannot play what the camera sends.');
  });
});

import { describe, expect, it } from 'vitest';
import type { PlayerState } from './player/machine';
import { liveSource } from './player/source';
import type { Source } from './player/source';
import { inSight, next, stackOf } from './stack';
import type { Stack, StackEvent } from './stack';

const sub = liveSource('a', 'sub');
const main = liveSource('a', 'main');
const other = liveSource('b', 'main');
const PLAYING: PlayerState = { phase: 'playing', transport: 'webrtc' };

const want = (source: Source): StackEvent => ({ type: 'want', source });
const shows = (source: Source): StackEvent => ({ type: 'state', key: source.key, state: PLAYING });
const lost = (source: Source): StackEvent => ({
  type: 'state',
  key: source.key,
  state: { phase: 'waiting', transport: 'webrtc', failures: 1, why: 'x' },
});
const keys = (stack: Stack) => stack.map((layer) => layer.source.key);
const after = (...events: StackEvent[]) => events.reduce(next, stackOf(sub));

describe('a stack of pictures', () => {
  it('shows nothing at first', () => expect(inSight(stackOf(sub))).toBe(false));

  it('keeps the sub stream until the main stream shows', () => {
    expect(keys(after(shows(sub), want(main)))).toEqual([sub.key, main.key]);
    expect(inSight(after(shows(sub), want(main)))).toBe(true);
    expect(keys(after(shows(sub), want(main), shows(main)))).toEqual([main.key]);
  });

  it('keeps the sub stream while the main stream fails', () =>
    expect(keys(after(shows(sub), want(main), lost(main)))).toEqual([sub.key, main.key]));

  it('goes back at once when the main stream never showed', () =>
    expect(keys(after(shows(sub), want(main), want(sub)))).toEqual([sub.key]));

  it('goes back to the sub stream over the main stream', () =>
    expect(keys(after(shows(sub), want(main), shows(main), want(sub)))).toEqual([main.key, sub.key]));

  it('drops what never showed', () => expect(keys(after(want(main)))).toEqual([main.key]));

  it('keeps the newest that shows under a third', () =>
    expect(keys(after(shows(sub), want(main), shows(main), want(other)))).toEqual([main.key, other.key]));

  it('is not changed by news of what is gone', () => {
    const stack = after(shows(sub), want(main), shows(main));
    expect(next(stack, lost(sub))).toBe(stack);
  });
});

import { describe, expect, it } from 'vitest';
import type { Replay } from '../api/types';
import { clockAt } from './replayClock';

const TEN = Date.UTC(2026, 10, 25, 10);
const at = (offset: number) => new Date(TEN + offset).toISOString();
const replay = (change: Partial<Replay>, shown?: string): Replay => ({
  id: 'r',
  clock: at(0),
  rate: 1,
  playing: true,
  cameras: { yard: { whep: '/x', mode: 'passthrough', ...(shown === undefined ? {} : { shown }) } },
  ...change,
});

describe('the clock of the picture', () => {
  it('is carried on at the speed', () => {
    expect(clockAt(replay({}), 'yard', 500)).toBe(TEN + 500);
    expect(clockAt(replay({ rate: -8 }), 'yard', 500)).toBe(TEN - 4000);
  });
  it('stands while paused', () => expect(clockAt(replay({ playing: false }), 'yard', 500)).toBe(TEN));
  it('is that of the picture, which may lag behind', () =>
    expect(clockAt(replay({ playing: false }, at(-1960)), 'yard', 0)).toBe(TEN - 1960));
  it('is the wanted one while pictures from before a jump are still in sight', () =>
    expect(clockAt(replay({}, at(-3_600_000)), 'yard', 0)).toBe(TEN));
  it('is not carried on without news', () => expect(clockAt(replay({}), 'yard', 60_000)).toBe(TEN + 3000));
  it('is carried on less at speed, where a gap or the end may come soon', () =>
    expect(clockAt(replay({ rate: -64 }), 'yard', 60_000)).toBe(TEN - 32_000));
});

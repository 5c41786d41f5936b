import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Result } from '../api/http';
import { thumbnailTime, Thumbnails } from './thumbnails';
import type { Wish } from './thumbnails';

const answers: ((answer: Result<Blob>) => void)[] = [];
const load = vi.fn<(wish: Wish) => Promise<Result<Blob>>>();
const forget = vi.fn();
const arrived = vi.fn();
let made = 0;
let queue: Thumbnails;

const picture: Result<Blob> = { ok: true, value: new Blob(), location: null };
const refusal = (kind: 'not-found' | 'busy'): Result<Blob> => ({
  ok: false,
  problem: { kind, status: kind === 'busy' ? 503 : 404, words: '' },
});
const yard = (at: number): Wish => ({ camera: 'yard', stream: 'sub', at });
const asked = () => load.mock.calls.map(([{ at }]) => at);
/** The recorder answers the oldest request. */
const answer = async (with_: Result<Blob>) => {
  answers.shift()?.(with_);
  await vi.advanceTimersByTimeAsync(0);
};

beforeEach(() => {
  vi.useFakeTimers();
  answers.length = 0;
  made = 0;
  load.mockReset().mockImplementation(() => new Promise((resolve) => answers.push(resolve)));
  forget.mockReset();
  arrived.mockReset();
  queue = new Thumbnails(load, () => `blob:${made++}`, forget, arrived);
});
afterEach(() => vi.useRealTimers());

describe('thumbnails', () => {
  it('are not asked for by a pointer that passes', async () => {
    for (let at = 0; at < 20; at++) {
      queue.want(yard(at));
      await vi.advanceTimersByTimeAsync(20);
    }
    expect(asked()).toEqual([]);
    await vi.advanceTimersByTimeAsync(100);
    expect(asked()).toEqual([19]);
  });

  it('one is under way, and then only the newest wish', async () => {
    for (const at of [1, 2, 3]) {
      queue.want(yard(at));
      await vi.advanceTimersByTimeAsync(200);
    }
    expect(asked()).toEqual([1]);
    await answer(picture);
    expect(asked()).toEqual([1, 3]);
    expect(queue.at(yard(1))).toBe('blob:0');
    expect(queue.at(yard(2))).toBeUndefined();
  });

  it('are asked for once, also where there is none', async () => {
    queue.want(yard(1));
    await vi.advanceTimersByTimeAsync(100);
    await answer(refusal('not-found'));
    expect(queue.at(yard(1))).toBeNull();
    queue.want(undefined);
    queue.want(yard(1));
    await vi.advanceTimersByTimeAsync(1000);
    expect(asked()).toEqual([1]);
    expect(arrived).toHaveBeenCalledTimes(1);
  });

  it('rest after a recorder that is busy', async () => {
    queue.want(yard(1));
    await vi.advanceTimersByTimeAsync(100);
    await answer(refusal('busy'));
    queue.want(yard(2));
    await vi.advanceTimersByTimeAsync(1000);
    expect(asked()).toEqual([1]);
    queue.want(yard(3));
    await vi.advanceTimersByTimeAsync(10_000);
    queue.want(yard(4));
    await vi.advanceTimersByTimeAsync(100);
    expect(asked()).toEqual([1, 4]);
  });

  it('are kept in bounds, and released', async () => {
    for (let at = 0; at < 130; at++) {
      queue.want(yard(at));
      await vi.advanceTimersByTimeAsync(100);
      await answer(picture);
    }
    expect(forget).toHaveBeenCalledTimes(10);
    expect(queue.at(yard(0))).toBeUndefined();
    queue.close();
    expect(forget).toHaveBeenCalledTimes(130);
  });
});

it('times near each other on the screen are one picture', () => {
  const hour = 3_600_000;
  expect(thumbnailTime(12 * hour + 3000, hour, 1000)).toBe(thumbnailTime(12 * hour + 100, hour, 1000));
  expect(thumbnailTime(1999, 1000, 1000)).toBe(1000);
});

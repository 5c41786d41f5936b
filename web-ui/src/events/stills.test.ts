import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Stills } from './stills';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe('stills', () => {
  it('are loaded one after the other, without those taken back', async () => {
    const loaded: string[] = [];
    const queue = new Stills();
    const load = (name: string) => () =>
      new Promise<boolean>((resolve) => {
        setTimeout(() => {
          loaded.push(name);
          resolve(true);
        }, 100);
      });
    queue.add(load('a'));
    const takeBack = queue.add(load('b'));
    queue.add(load('c'));
    takeBack();
    await vi.advanceTimersByTimeAsync(150);
    expect(loaded).toEqual(['a']);
    await vi.advanceTimersByTimeAsync(100);
    expect(loaded).toEqual(['a', 'c']);
  });

  it('rest after a recorder that cannot', async () => {
    const second = vi.fn(() => Promise.resolve(true));
    const queue = new Stills();
    queue.add(() => Promise.resolve(false));
    queue.add(second);
    await vi.advanceTimersByTimeAsync(9_000);
    expect(second).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(2_000);
    expect(second).toHaveBeenCalledOnce();
  });
});

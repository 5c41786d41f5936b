import { expect, test } from 'vitest';
import { Backward } from './backward';

const released: number[] = [];

/** A group of five pictures, 100 ms apart; each picture is its time. */
function add(backward: Backward<number>, from: number, before?: number): void {
  for (let at = from; at < from + 500; at += 100) {
    backward.add(at, at);
  }
  backward.addGroup(from, before);
}

function made(after?: number): Backward<number> {
  released.length = 0;
  return new Backward<number>((picture) => released.push(picture), after);
}

/** Every picture that comes into sight while the clock goes back from one time to another, 50 ms a step. */
function shown(backward: Backward<number>, from: number, to: number): number[] {
  const times: number[] = [];
  for (let clock = from; clock >= to; clock -= 50) {
    const taken = backward.take(clock);
    if (taken !== undefined) {
      times.push(taken.at);
    }
  }
  return times;
}

test('pictures of groups that come forward leave backward, each once, none missing', () => {
  const backward = made();
  add(backward, 1000, 500);
  add(backward, 500, 0);
  expect(shown(backward, 1450, 500)).toEqual([1400, 1300, 1200, 1100, 1000, 900, 800, 700, 600, 500]);
  expect(backward.count).toBe(0);
  expect(released).toEqual([]);
});

test('a picture stays in sight until the clock passed its time', () => {
  const backward = made(1450);
  add(backward, 1000);
  expect(backward.take(1460)).toBeUndefined();
  expect(backward.take(1440)?.at).toBe(1400);
  expect(backward.take(1410)).toBeUndefined();
  expect(backward.take(1399)?.at).toBe(1300);
});

test('of pictures that the clock passed between two looks the nearest is shown, the others are released', () => {
  const backward = made();
  add(backward, 1000);
  expect(backward.take(1400)?.at).toBe(1400);
  expect(backward.take(1150)?.at).toBe(1100);
  expect(released).toEqual([1200, 1300]);
});

test('a clock that left the last group shows its begin rather than nothing', () => {
  const backward = made();
  add(backward, 1000);
  expect(backward.take(900)?.at).toBe(1000);
  expect(backward.take(800)).toBeUndefined();
});

test('nothing later than what was in sight is shown, and a late group does not turn back', () => {
  const backward = made(1250);
  add(backward, 1000);
  expect(released).toEqual([1300, 1400]);
  expect(backward.take(1240)?.at).toBe(1200);
  add(backward, 1000);
  expect(backward.count).toBe(2);
  expect(shown(backward, 1250, 1000)).toEqual([1100, 1000]);
});

test('the group at the clock is asked for first, then the one before it, and no more than two are held', () => {
  const backward = made();
  expect(backward.wanted(1450, 0)).toBe(1450);
  add(backward, 1000, 500);
  expect(backward.wanted(1400, 0)).toBe(500);
  add(backward, 500, 0);
  expect(backward.wanted(1300, 0)).toBeUndefined();
  expect(backward.wanted(990, 0)).toBe(0);
});

test('across a gap the group before is asked for by its own time', () => {
  const backward = made();
  add(backward, 60_000, 7000);
  expect(backward.wanted(60_400, 0)).toBe(7000);
  add(backward, 7000, 6500);
  expect(backward.wanted(30_000, 0)).toBe(6500);
});

test('a clock that is further on than the groups asks for the one in time', () => {
  const backward = made();
  add(backward, 10_000, 9500);
  expect(backward.wanted(4200, 0)).toBe(4200);
});

test('groups that take longer than the clock are left out, and the one that will be in time is asked for', () => {
  const backward = made();
  add(backward, 10_000, 9500);
  expect(backward.wanted(10_200, 300)).toBe(9500);
  expect(backward.wanted(10_200, 1900)).toBe(8300);
});

test('lacks pictures while the clock is before all groups, unless that is the first recording', () => {
  const backward = made();
  expect(backward.lacks(1450)).toBe(true);
  add(backward, 1000, 500);
  expect(backward.lacks(1000)).toBe(false);
  expect(backward.lacks(990)).toBe(true);
  add(backward, 500, undefined);
  expect(backward.lacks(990)).toBe(false);
  expect(backward.lacks(400)).toBe(false);
});

test('before the first recording nothing is asked for', () => {
  const backward = made();
  add(backward, 1000, undefined);
  expect(backward.wanted(1400, 0)).toBeUndefined();
  expect(backward.wanted(900, 0)).toBeUndefined();
  expect(backward.wanted(800, 0)).toBeUndefined();
});

test('clearing releases what is held', () => {
  const backward = made();
  add(backward, 1000);
  backward.clear();
  expect(released).toEqual([1000, 1100, 1200, 1300, 1400]);
});

import { expect, test } from 'vitest';
import { Lag } from './lag';

/** Asks ten times a second; in each second it is late for some tenths. Returns the seconds until it is too late. */
function secondsUntilTooLate(tenths: number): number | undefined {
  const lag = new Lag();
  for (let tick = 0; tick < 600; tick++) {
    if (lag.grows(tick % 10 < tenths, tick * 100)) {
      return tick / 10;
    }
  }
  return undefined;
}

test('without any picture in time it is too late after some seconds', () => {
  expect(secondsUntilTooLate(10)).toBeCloseTo(4.1);
});

test('pictures that come in time half the time are good enough', () => {
  expect(secondsUntilTooLate(5)).toBeUndefined();
  expect(secondsUntilTooLate(3)).toBeUndefined();
});

test('late more often than not is too late in the end', () => {
  expect(secondsUntilTooLate(8)).toBeLessThan(10);
});

test('a page that was hidden for a minute is not late by that', () => {
  const lag = new Lag();
  expect(lag.grows(true, 0)).toBe(false);
  expect(lag.grows(true, 60_000)).toBe(false);
});

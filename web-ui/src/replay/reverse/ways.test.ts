import { expect, test } from 'vitest';
import { isSmooth, keptBytes } from './ways';

test('smooth up to four times backward, as far as a browser decodes all cameras', () => {
  expect([-1, -2, -4].map((rate) => isSmooth('decode', rate, 1))).toEqual([true, true, true]);
  expect([1, 0.25, 4, -8, -64].some((rate) => isSmooth('decode', rate, 1))).toBe(false);
  expect(isSmooth('decode', -2, 16)).toBe(true);
  expect(isSmooth('decode', -4, 16)).toBe(false);
  expect(isSmooth('capture', -1, 4)).toBe(true);
  expect(isSmooth('capture', -2, 4)).toBe(false);
  expect(isSmooth('keys', -1, 1)).toBe(false);
});

test('two groups of 16 sub streams fit as they are', () => {
  expect(keptBytes('decode', 16)).toBeGreaterThanOrEqual(30 * 640 * 360 * 1.5);
});

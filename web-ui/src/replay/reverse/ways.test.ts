import { expect, test } from 'vitest';
import { isSmooth, keptBytes } from './ways';

const MUCH = Number.POSITIVE_INFINITY;

test('smooth up to four times backward, as far as a browser decodes all cameras', () => {
  expect([-1, -2, -4].map((rate) => isSmooth('decode', rate, 1, MUCH))).toEqual([true, true, true]);
  expect([1, 0.25, 4, -8, -64].some((rate) => isSmooth('decode', rate, 1, MUCH))).toBe(false);
  expect(isSmooth('decode', -2, 16, MUCH)).toBe(true);
  expect(isSmooth('decode', -4, 16, MUCH)).toBe(false);
  expect(isSmooth('capture', -1, 4, MUCH)).toBe(true);
  expect(isSmooth('capture', -2, 4, MUCH)).toBe(false);
  expect(isSmooth('keys', -1, 1, MUCH)).toBe(false);
});

test('where it fell behind, what is less is still smooth', () => {
  expect([-1, -2, -4].map((rate) => isSmooth('decode', rate, 8, 16))).toEqual([true, false, false]);
});

test('two groups of 16 sub streams fit as they are', () => {
  expect(keptBytes('decode', 16)).toBeGreaterThanOrEqual(30 * 640 * 360 * 1.5);
});

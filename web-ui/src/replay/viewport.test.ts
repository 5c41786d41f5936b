import { expect, it } from 'vitest';
import { follow, goTo, hourAt, limitsAt, look } from './viewport';

const HOUR = 3_600_000;
const noon = new Date(2026, 10, 25, 12).getTime();
const limits = limitsAt(noon);

it('goes along with a picture that was in sight', () => {
  const port = hourAt(noon);
  expect(follow(port, noon + 600_000, limits)).toBe(port);
  const after = follow(port, noon + HOUR, limits);
  expect(after.view.from).toBeLessThan(noon + HOUR);
  expect(after.view.to - after.view.from).toBe(HOUR);
});

it('stays where somebody looks', () => {
  const elsewhere = look({ from: noon - 5 * HOUR, to: noon - 4 * HOUR });
  expect(follow(elsewhere, noon, limits)).toBe(elsewhere);
});

it('follows again once the picture has come into sight', () => {
  const elsewhere = look({ from: noon - 5 * HOUR, to: noon - 4 * HOUR });
  expect(follow(elsewhere, noon - 4.5 * HOUR, limits).following).toBe(true);
});

it('shows what is jumped to, just as near as before', () => {
  const { view } = goTo(look({ from: noon - 5 * HOUR, to: noon - 4 * HOUR }), noon - 48 * HOUR, limits);
  expect(view).toEqual({ from: noon - 48.5 * HOUR, to: noon - 47.5 * HOUR });
});

it('ends with today', () => expect(limits.to).toBe(new Date(2026, 10, 26).getTime()));

import { describe, expect, it } from 'vitest';
import { follow, look, wholeDay } from './dayView';

const HOUR = 3_600_000;
const midnight = new Date(2026, 10, 25).getTime();
const next = new Date(2026, 10, 26).getTime();
const noon = midnight + 12 * HOUR;
const near = { from: noon - HOUR, to: noon + HOUR };

describe('the day in sight', () => {
  it('is whole at first', () => expect(wholeDay(noon).view).toEqual({ from: midnight, to: next }));

  it('goes along once the picture is in sight', () => {
    const zoomed = follow(look(wholeDay(noon), near), noon);
    expect(zoomed.following).toBe(true);
    expect(follow(zoomed, noon + 10)).toBe(zoomed);
    expect(follow(zoomed, near.to + 10).view).toEqual({ from: near.to + 10 - HOUR, to: near.to + 10 + HOUR });
  });

  it('does not run away from somebody who looks elsewhere', () => {
    const elsewhere = look(follow(wholeDay(noon), noon), { from: midnight, to: midnight + HOUR });
    expect(follow(elsewhere, noon)).toBe(elsewhere);
    const otherDay = wholeDay(midnight - HOUR);
    expect(follow(otherDay, noon)).toBe(otherDay);
  });

  it('goes over midnight, whole or just as near', () => {
    expect(follow(follow(wholeDay(noon), noon), next + 5).limits.from).toBe(next);
    const late = follow(look(wholeDay(noon), { from: next - 2 * HOUR, to: next }), next - 1);
    const after = follow(late, next + 5);
    expect(after.limits.from).toBe(next);
    expect(after.view).toEqual({ from: next, to: next + 2 * HOUR });
    expect(after.following).toBe(true);
  });

  it('goes back over midnight', () => {
    const early = follow(wholeDay(noon), noon);
    expect(follow(early, midnight - 1).limits.to).toBe(midnight);
  });
});

/** The speeds of a replay; negative is backward. */

export const SPEEDS = [-64, -32, -16, -8, -4, -2, -1, 0.25, 0.5, 1, 2, 4, 8, 16, 32, 64] as const;
/** Those that have a button of their own. */
export const QUICK_SPEEDS = [-8, 1, 8] as const;

/** `8×`, `−8×` with a real minus sign. */
export const speedWords = (rate: number): string => `${rate < 0 ? '−' : ''}${Math.abs(rate)}×`;

/** The next speed in that direction; the fastest stays. */
export function faster(rate: number, direction: 1 | -1): number {
  const ahead =
    direction === 1 ? SPEEDS.filter((speed) => speed > rate) : SPEEDS.filter((speed) => speed < rate);
  const next = direction === 1 ? ahead[0] : ahead.at(-1);
  return next ?? rate;
}

/** As editors have it with J and L: the first touch plays in that direction, each further one doubles the speed. */
export function shuttle(rate: number, playing: boolean, direction: 1 | -1): number {
  const goesThere = playing && Math.sign(rate) === direction && Math.abs(rate) >= 1;
  return goesThere ? faster(rate, direction) : direction;
}

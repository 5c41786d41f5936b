/** Where in a growing buffer to play: close to its end, without running dry, and without keeping the past. */

/** Distance from the end of the buffer we aim at: one fragment and some jitter. */
const COMFORT_S = 0.4;
/** From here on, play a little faster. */
const LATE_S = 0.8;
/** From here on, jump. */
const TOO_LATE_S = 1.6;
/** What is kept behind the picture, and by how much it may grow before it is thrown away. */
const KEEP_S = 4;
const SLACK_S = 8;

export interface Ranges {
  readonly length: number;
  start(index: number): number;
  end(index: number): number;
}

/** What to do so that the picture stays near the newest: jump there, or play at `rate`. */
export function aim(buffered: Ranges, now: number): { seek?: number; rate: number } {
  if (buffered.length === 0) {
    return { rate: 1 };
  }
  const last = buffered.length - 1;
  const start = buffered.start(last);
  const end = buffered.end(last);
  const outside = now < start || now > end;
  if (outside || end - now > TOO_LATE_S) {
    return { seek: Math.max(start, end - COMFORT_S), rate: 1 };
  }
  return { rate: end - now > LATE_S ? 1.08 : 1 };
}

/** Up to where the past is thrown away; undefined while it is short. */
export function trimTo(buffered: Ranges, now: number): number | undefined {
  if (buffered.length === 0 || now - buffered.start(0) < KEEP_S + SLACK_S) {
    return undefined;
  }
  return now - KEEP_S;
}

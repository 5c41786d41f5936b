import type { Replay } from '../api/types';

/** Without news for so long the clock is not carried on: the recorder may be gone. */
const TRUST_MS = 3000;
/** At speed: it may have met a gap or the end meanwhile. */
const TRUST_AT_SPEED_MS = 500;

/**
 * Recorded time of the picture that is in sight, milliseconds since 1970: the newest picture the recorder sent, carried
 * on at the replay's speed since its answer came. While the recorder jumps, its clock is ahead of the pictures; then
 * the clock is what the viewer waits for, and it counts.
 */
export function clockAt(replay: Replay, camera: string, sinceAnswerMs: number): number {
  const clock = Date.parse(replay.clock);
  const shown = Date.parse(replay.cameras[camera]?.shown ?? replay.clock);
  // A key picture may lie some seconds off the clock; more than that is a picture from before the jump.
  const near = Math.abs(shown - clock) <= 10_000;
  const base = near ? shown : clock;
  const trust = Math.abs(replay.rate) > 2 ? TRUST_AT_SPEED_MS : TRUST_MS;
  return replay.playing ? base + replay.rate * Math.min(sinceAnswerMs, trust) : base;
}

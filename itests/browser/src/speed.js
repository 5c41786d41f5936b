import assert from 'node:assert/strict';
import { look } from './pictures.js';
import { distance, LOOP_CENTISECONDS } from './timecode.js';
import { pause, until } from './until.js';

/** The timecode that a camera shows at a wall time. */
export const codeAt = (millis) => Math.floor((millis % (LOOP_CENTISECONDS * 10)) / 10);

/**
 * Watches a video for some seconds: how fast its timecode runs against the wall clock, 1 for live.
 * Steps between two looks must stay below half a loop: at most 16x.
 */
export async function speedOf(page, selector, millis) {
  const first = await look(page, selector);
  let last = first;
  let run = 0;
  while (last.now - first.now < millis) {
    await pause(150);
    const next = await look(page, selector);
    assert.ok(next?.code, `a picture without timecode: ${JSON.stringify(next)}`);
    run += distance(last.code.centiseconds, next.code.centiseconds);
    last = next;
  }
  return (run * 10) / (last.now - first.now);
}

/**
 * Waits until a picture, live or of a replay at 1x, keeps its distance to the wall clock. A viewer begins with a key
 * picture, up to a GOP ago, and runs faster until it has caught up; on a busy machine for seconds.
 */
export async function untilCaughtUp(page, selector) {
  const lag = async () => {
    const { code, now } = await look(page, selector);
    return distance(code.centiseconds, codeAt(now));
  };
  await until('a picture that has caught up', 20_000, async () => {
    const before = await lag();
    await pause(600);
    return Math.abs((await lag()) - before) <= STEADY_CENTISECONDS;
  });
}

/** Two pictures of a sub stream of 15 a second. */
const STEADY_CENTISECONDS = 14;

/** Fails unless a speed is about the wanted one. */
export function assertSpeed(actual, wanted) {
  assert.ok(Math.abs(actual - wanted) <= Math.max(0.25, Math.abs(wanted) * 0.2), `speed ${actual}, not ${wanted}`);
}

import assert from 'node:assert/strict';
import { url } from './api.js';
import { look, untilShown } from './pictures.js';
import { codeAt } from './speed.js';
import { distance } from './timecode.js';
import { pause, until } from './until.js';

export const inTile = (camera) => `[data-camera="${camera}"] video`;

/** Opens the replay page for some cameras at a recorded time (ms) and waits for a picture of each. */
export async function openReplay(page, cameras, at, origin = url) {
  await page.goto(`${origin}/replay?camera=${cameras.join(',')}&at=${new Date(at).toISOString()}`);
  for (const camera of cameras) {
    await untilShown(page, inTile(camera), 'a recorded picture', ({ clock }) => Date.parse(clock) < Date.now() - 5000);
  }
}

/** Presses keys of the page, one after the other. */
export async function press(page, ...keys) {
  for (const key of keys) await page.keyboard.press(key);
}

/** How far the page's clock is beside the picture it stands under, in ms; the picture has a timecode of 16 s. */
export const beside = ({ code, clock }) => distance(code.centiseconds, codeAt(Date.parse(clock))) * 10;

/** Looks at a tile for some time; each look is a picture and the clock under it, taken together. */
export async function watch(page, camera, millis) {
  const seen = [];
  for (const end = Date.now() + millis; Date.now() < end; await pause(50)) {
    const one = await look(page, inTile(camera));
    if (one?.code) seen.push({ ...one, beside: beside(one), at: Date.parse(one.clock) });
  }
  assert.ok(seen.length >= 3, `only ${seen.length} looks in ${millis} ms`);
  return seen;
}

/** Recorded seconds per second between first and last look. */
export function speedSeen(seen) {
  const first = seen[0];
  const last = seen.at(-1);
  return (last.at - first.at) / (last.now - first.now);
}

/**
 * Waits until a tile moves at about a speed: on a busy machine the change to it, and of the stream that suits it, takes
 * its time.
 */
export function untilMoves(page, camera, rate) {
  return until(`it moves at ${rate}x`, 20_000, async () => {
    const speed = speedSeen(await watch(page, camera, 600));
    if (Math.abs(speed / rate - 1) > 0.4) throw new Error(`it moves at ${speed}x`);
    return true;
  });
}

/**
 * Most pictures stand over their own time. Not all: a picture may take the place of another between a browser's
 * presenting it and its telling so; at normal speed that is a picture or two, at others some seconds.
 */
export function assertClocks(seen, what, tolerance = 20) {
  const right = seen.filter((one) => Math.abs(one.beside) <= tolerance).length;
  assert.ok(right >= seen.length * 0.6, `${what}: beside by ${seen.map((one) => one.beside).join(', ')} ms`);
}

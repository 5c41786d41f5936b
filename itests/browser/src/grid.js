import assert from 'node:assert/strict';
import { codeAt } from './speed.js';
import { distance, readTimecode } from './timecode.js';
import { until } from './until.js';

const WIDTH = 160; // blocks of 4 pixels
const HEIGHT = 4;
/** From a look at all tiles to the next: a browser takes 3 ms to read the picture of a video. */
const EVERY_MS = 150;
/** On a busy machine a look takes its time; so many there must be. */
const LEAST_LOOKS = 5;

/** Runs in the page. The upper edge of what each tile shows and the times under it, again and again. */
async function gather({ cameras, millis, every, least, width, height }) {
  const context = Object.assign(document.createElement('canvas'), { width, height }).getContext('2d', { willReadFrequently: true });
  const tiles = cameras.map((camera) => document.querySelector(`[data-camera="${camera}"]`));
  const clocks = () => tiles.map((tile) => tile.querySelector('time').dateTime);
  const top = (tile) => {
    const over = tile.querySelector('canvas[data-pictures]:not([hidden])');
    const shows = over ?? [...tile.querySelectorAll('video')].at(-1);
    const wide = over ? over.width : shows.videoWidth;
    context.drawImage(shows, 0, 0, wide, wide / 40, 0, 0, width, height);
    return btoa(String.fromCharCode(...context.getImageData(0, 0, width, height).data));
  };
  const looks = [];
  for (const end = performance.now() + millis; performance.now() < end || looks.length < least; ) {
    const look = { now: performance.now(), times: [clocks()], tops: tiles.map(top) };
    // A browser gives a picture before it tells of it, at one of the next pictures of the screen.
    for (let i = 0; i < 3; i++) {
      await new Promise(requestAnimationFrame);
      look.times.push(clocks());
    }
    looks.push(look);
    await new Promise((next) => setTimeout(next, every));
  }
  return looks;
}

/**
 * Looks at the tiles of the replay page for some time, at all of them each time.
 *
 * @returns {Promise<Map<string, {now: number, times: number[], code: ReturnType<typeof readTimecode>}[]>>} the looks at
 *   each camera; times: what stood under the picture, in ms, then and in the moments after
 */
export async function watchAll(page, cameras, millis) {
  const options = { cameras, millis, every: EVERY_MS, least: LEAST_LOOKS, width: WIDTH, height: HEIGHT };
  const looks = await page.evaluate(gather, options);
  return new Map(cameras.map((camera, index) => [camera, looks.map(({ now, times, tops }) => {
    const data = new Uint8ClampedArray(Buffer.from(tops[index], 'base64'));
    const code = readTimecode({ data, width: WIDTH, height: HEIGHT });
    return { now, times: times.map((all) => Date.parse(all[index])), code };
  })]));
}

/** Waits until all tiles show what the page decoded (`canvas`), or what the recorder sends (`video`). */
export function untilAllOn(page, kind) {
  return until(`all tiles show their ${kind}`, 20_000, () =>
    page.evaluate((hidden) => [...document.querySelectorAll('canvas[data-pictures]')].every((over) => over.hidden === hidden),
      kind === 'video'));
}

const stepsOf = (values) => values.slice(1).map((value, index) => value - values[index]);

/** Recorded time between two looks: a machine that is busy may make up for seconds at once. */
const FAR_MS = 2500;

/**
 * From a picture to the next, in centiseconds, by their timecodes. These begin again after 16 s: of two looks that are
 * too far apart for that, it is the clock's word, which must be the picture's.
 */
function codeStepsOf(looks, rate) {
  const near = looks.slice(1).map((look, index) => [looks[index], look]).filter(([a, b]) => (b.now - a.now) * Math.abs(rate) < FAR_MS);
  return near.map(([a, b]) => distance(a.code.centiseconds, b.code.centiseconds));
}

/** Of a sub stream: at normal speed the browser is so late. */
const TWO_PICTURES_MS = 140;

/** How far a picture is from the time that stands under it as soon as the browser tells of it, in ms. */
const besideOf = ({ code, times }) =>
  Math.min(...times.map((time) => Math.abs(distance(code.centiseconds, codeAt(time)) * 10)));

/**
 * Every camera moves at about a speed, never the other way, most of its pictures over their own time, in step with the
 * others to one group of pictures.
 *
 * @param seen what {@link watchAll} gave
 */
export function assertInStep(seen, rate) {
  const what = (camera) => `${rate}x of ${camera}`;
  for (const [camera, looks] of seen) {
    const times = looks.map((look) => look.times[0]);
    assert.ok(looks.every(({ code }) => code !== null), `${what(camera)}: a picture without timecode`);
    assert.ok(stepsOf(times).every((step) => step * rate >= 0), `${what(camera)}: clock ${stepsOf(times).join(', ')} ms`);
    const steps = codeStepsOf(looks, rate);
    assert.ok(steps.every((step) => step * rate >= 0), `${what(camera)}: pictures ${steps.join(', ')} cs`);
    const different = new Set(looks.map(({ code }) => code.centiseconds)).size;
    assert.ok(different >= Math.max(2, looks.length * 0.3), `${what(camera)}: ${different} pictures in ${looks.length} looks`);
    const speed = (times.at(-1) - times[0]) / (looks.at(-1).now - looks[0].now);
    assert.ok(speed / rate > 0.5 && speed / rate < 1.6, `${what(camera)}: ${speed}`);
  }
  const all = [...seen.values()];
  const beside = all.flat().map(besideOf);
  const right = beside.filter((ms) => ms <= TWO_PICTURES_MS).length;
  // At 64x a picture is in sight for 83 ms, and on a busy machine the browser tells of it when it is gone; by chance it
  // would be one of eight key pictures.
  assert.ok(right >= beside.length * (Math.abs(rate) > 8 ? 0.3 : 0.7), `${rate}x: beside by ${beside.join(', ')} ms`);
  const apart = all[0].map((_, look) => {
    const times = all.map((looks) => looks[look].times[0]);
    return Math.max(...times) - Math.min(...times);
  });
  // One group, and what passes between a picture of one camera and that of another.
  const most = 2000 + Math.abs(rate) * 300;
  assert.ok(apart.filter((ms) => ms <= most).length >= apart.length * 0.8, `${rate}x: cameras ${apart.join(', ')} ms apart`);
}

import { readTimecode } from './timecode.js';
import { until } from './until.js';

/**
 * Runs in the page. The newest picture of the last playing video of a selector, or of the canvas that the page has over
 * it: its upper edge, and its colours.
 */
function grab(selector) {
  const playing = [...document.querySelectorAll(selector)].filter((v) => v.readyState >= 2 && v.videoWidth > 0);
  const video = playing.at(-1);
  if (!video) return null;
  const canvas = Object.assign(document.createElement('canvas'), { width: 640, height: 360 });
  const context = canvas.getContext('2d', { willReadFrequently: true });
  const now = Date.now();
  const over = video.closest('[data-camera]')?.querySelector('canvas[data-pictures]:not([hidden])');
  context.drawImage(over ?? video, 0, 0, 640, 360);
  const all = context.getImageData(0, 0, 640, 360).data;
  const colours = new Set();
  for (let i = 0; i < all.length; i += 4 * 97) colours.add(((all[i] >> 4) << 8) | ((all[i + 1] >> 4) << 4) | (all[i + 2] >> 4));
  let top = '';
  for (let i = 0; i < 640 * 16 * 4; i++) top += String.fromCharCode(all[i]);
  return {
    now,
    top: btoa(top),
    colours: colours.size,
    width: video.videoWidth,
    height: video.videoHeight,
    transport: video.dataset.transport ?? null,
    on: over ? 'canvas' : 'video',
    clock: video.closest('[data-camera]')?.querySelector('time')?.dateTime ?? null,
  };
}

/**
 * What a video shows now.
 *
 * @returns {Promise<null|{now: number, code: ReturnType<typeof readTimecode>, colours: number, width: number,
 *   height: number, transport: string|null, on: 'canvas'|'video', clock: string|null}>} now: wall clock in ms; clock: the
 *   time that the page shows under the picture; null: no picture yet
 */
export async function look(page, selector) {
  const seen = await page.evaluate(grab, selector);
  if (seen === null) return null;
  const { top, ...rest } = seen;
  const data = new Uint8ClampedArray(Buffer.from(top, 'base64'));
  return { ...rest, code: readTimecode({ data, width: 640, height: 16 }) };
}

/** Waits until a video shows a picture with a timecode that satisfies, and returns it. */
export function untilShown(page, selector, what = 'a picture', satisfies = () => true) {
  let last = null;
  return until(`${selector} shows ${what}`, 40_000, async () => {
    last = await look(page, selector);
    if (!last?.code || !satisfies(last)) throw new Error(`it shows ${JSON.stringify(last)}`);
    return last;
  });
}

import { readTimecode } from './timecode.js';

const WIDTH = 160; // blocks of 4 pixels
const HEIGHT = 4;

/** Runs in the page. The upper edge of what a tile shows, at each picture of the screen, until so much time has passed. */
function gather({ camera, millis, width, height }) {
  const tile = document.querySelector(`[data-camera="${camera}"]`);
  const context = Object.assign(document.createElement('canvas'), { width, height }).getContext('2d', { willReadFrequently: true });
  const frames = [];
  let last = '';
  return new Promise((resolve) => {
    const end = performance.now() + millis;
    const next = () => {
      const over = tile.querySelector('canvas[data-pictures]:not([hidden])');
      const shows = over ?? [...tile.querySelectorAll('video')].at(-1);
      const size = over ? over : { width: shows.videoWidth, height: shows.videoHeight };
      context.drawImage(shows, 0, 0, size.width, size.width / 40, 0, 0, width, height);
      const top = String.fromCharCode(...context.getImageData(0, 0, width, height).data);
      if (top !== last) {
        last = top;
        frames.push({ now: performance.now(), on: over ? 'canvas' : 'video', clock: tile.querySelector('time').dateTime, top: btoa(top) });
      }
      if (performance.now() < end) requestAnimationFrame(next);
      else resolve(frames);
    };
    next();
  });
}

/**
 * Every picture that a tile of the page shows for some time.
 *
 * @returns {Promise<{now: number, on: 'canvas'|'video', clock: string, code: ReturnType<typeof readTimecode>}[]>}
 */
export async function frames(page, camera, millis) {
  const seen = await page.evaluate(gather, { camera, millis, width: WIDTH, height: HEIGHT });
  return seen.map(({ top, ...rest }) => {
    const data = new Uint8ClampedArray(Buffer.from(top, 'base64'));
    return { ...rest, code: readTimecode({ data, width: WIDTH, height: HEIGHT }) };
  });
}

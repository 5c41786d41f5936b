import { readTimecode } from './timecode.js';

const WIDTH = 160; // blocks of 4 pixels
const HEIGHT = 4;

/** Longer it is not waited for pictures on the canvas. */
const PATIENCE_MS = 15_000;

/** Runs in the page. The upper edge of what a tile shows, at each picture of the screen. */
function gather({ camera, millis, onCanvas, patience, width, height }) {
  const tile = document.querySelector(`[data-camera="${camera}"]`);
  const context = Object.assign(document.createElement('canvas'), { width, height }).getContext('2d', { willReadFrequently: true });
  const frames = [];
  let last = '';
  return new Promise((resolve) => {
    const end = performance.now() + millis;
    const enough = () => frames.filter(({ on }) => on === 'canvas').length >= onCanvas;
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
      const late = performance.now() - end;
      if (late < 0 || (late < patience && !enough())) requestAnimationFrame(next);
      else resolve(frames);
    };
    next();
  });
}

/**
 * Every picture that a tile of the page shows for some time.
 *
 * @param onCanvas longer, until so many were on the canvas: a busy machine needs its time to begin
 * @returns {Promise<{now: number, on: 'canvas'|'video', clock: string, code: ReturnType<typeof readTimecode>}[]>}
 */
export async function frames(page, camera, millis, onCanvas = 0) {
  const options = { camera, millis, onCanvas, patience: PATIENCE_MS, width: WIDTH, height: HEIGHT };
  const seen = await page.evaluate(gather, options);
  return seen.map(({ top, ...rest }) => {
    const data = new Uint8ClampedArray(Buffer.from(top, 'base64'));
    return { ...rest, code: readTimecode({ data, width: WIDTH, height: HEIGHT }) };
  });
}

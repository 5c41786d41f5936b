/** Length of every loop of the simulated cameras, in centiseconds. */
export const LOOP_CENTISECONDS = 1600;

/**
 * Reads the timecode at the top edge of a picture of a simulated camera: 24 blocks, each 1/40 of the width in width
 * and height, white for 1: 1 0 1 0, then 16 bits of data (4 scene, 1 main, 11 centiseconds), then 4 bits of check.
 * The drawing and the format's definition: bundles/testkit/src/main/scripts/make-clips.sh.
 *
 * Needs nothing outside itself, so that its source can be handed to a page.
 *
 * @param {{data: Uint8ClampedArray, width: number, height: number}} image RGBA, as of a canvas; the rows below the
 *   blocks may be missing
 * @returns {{scene: number, profile: 'main'|'sub', centiseconds: number}|null} null: no code, or damaged
 */
export function readTimecode({ data, width, height }) {
  const size = width / 40;
  let bits = 0;
  for (let block = 0; block < 24; block++) {
    const fromX = Math.floor((block + 0.25) * size);
    const toX = Math.max(fromX + 1, Math.floor((block + 0.75) * size));
    const fromY = Math.floor(0.25 * size);
    const toY = Math.min(height, Math.max(fromY + 1, Math.floor(0.75 * size)));
    let sum = 0;
    for (let y = fromY; y < toY; y++) {
      for (let x = fromX; x < toX; x++) {
        const at = 4 * (y * width + x);
        sum += (data[at] + data[at + 1] + data[at + 2]) / 3;
      }
    }
    const mean = sum / ((toX - fromX) * (toY - fromY));
    if (mean >= 90 && mean <= 165) return null;
    bits = (bits << 1) | (mean > 90 ? 1 : 0);
  }
  const code = (bits >> 4) & 0xffff;
  const check = ~(code ^ (code >> 4) ^ (code >> 8) ^ (code >> 12)) & 0xf;
  const centiseconds = code & 0x7ff;
  if (bits >> 20 !== 0b1010 || (bits & 0xf) !== check || centiseconds >= 1600) return null;
  return { scene: code >> 12, profile: code & 0x800 ? 'main' : 'sub', centiseconds };
}

/** How far `to` is after `from` on the shorter way round the loop, in centiseconds; negative: before. */
export function distance(from, to) {
  const half = LOOP_CENTISECONDS / 2;
  return ((((to - from + half) % LOOP_CENTISECONDS) + LOOP_CENTISECONDS) % LOOP_CENTISECONDS) - half;
}

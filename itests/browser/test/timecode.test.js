import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { distance, readTimecode } from '../src/timecode.js';

const CLIPS = fileURLToPath(new URL('../../../bundles/testkit/src/main/resources/io/vedette/testkit/clips/', import.meta.url));
const SCENES = ['street', 'harbour', 'hall', 'meadow'];

/** The rows of the blocks of every picture, as a canvas of the given width would hold them. */
function pictures(file, width) {
  const height = Math.ceil(width / 40);
  const filter = `scale=${width}:-2,crop=iw:${height}:0:0`;
  const args = ['-nostdin', '-v', 'error', '-i', file, '-vf', filter, '-pix_fmt', 'rgba', '-f', 'rawvideo', '-'];
  const { stdout } = spawnSync('ffmpeg', args, { maxBuffer: 1 << 28 });
  const size = width * height * 4;
  return Array.from({ length: stdout.length / size }, (_, n) => ({
    data: new Uint8ClampedArray(stdout.buffer, stdout.byteOffset + n * size, size),
    width,
    height,
  }));
}

for (const [index, scene] of SCENES.entries()) {
  test(`every picture of ${scene} is readable from canvases of 640 and 320 pixels`, () => {
    for (const width of [640, 320]) {
      const codes = pictures(`${CLIPS}${scene}-sub.h264`, width).map(readTimecode);
      assert.equal(codes.length, 240);
      codes.forEach((code, n) =>
        assert.deepEqual(code, { scene: index + 1, profile: 'sub', centiseconds: Math.floor((n * 100) / 15) }));
    }
  });
}

test('a main picture is readable from a small canvas', () => {
  const codes = pictures(`${CLIPS}street-main.h264`, 640).map(readTimecode);
  assert.equal(codes.length, 400);
  codes.forEach((code, n) => assert.deepEqual(code, { scene: 1, profile: 'main', centiseconds: n * 4 }));
});

test('black, grey and white have no timecode', () => {
  for (const level of [0, 128, 255]) {
    assert.equal(readTimecode({ data: new Uint8ClampedArray(640 * 16 * 4).fill(level), width: 640, height: 16 }), null);
  }
});

test('distance takes the shorter way round the loop', () => {
  assert.equal(distance(100, 350), 250);
  assert.equal(distance(1590, 10), 20);
  assert.equal(distance(10, 1590), -20);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { call } from '../src/api.js';
import { openBrowser } from '../src/browsers.js';
import { frames } from '../src/frames.js';
import { beside, openReplay, press } from '../src/replayPage.js';
import { distance } from '../src/timecode.js';
import { pause, until } from '../src/until.js';
import { signIn } from '../src/visit.js';

const CAMERA = 'demo-2';
const SECONDS = 40;
/** Pictures a second of its sub stream, and the centiseconds from one to the next, rounded up. */
const RATE = 15;
const STEP = 7;

const recorded = () =>
  until(`${SECONDS} s are recorded`, (SECONDS + 60) * 1000, async () => {
    const [from, to] = [SECONDS * 1000, 4000].map((ago) => new Date(Date.now() - ago).toISOString());
    const { spans } = await call('GET', `/api/v1/cameras/${CAMERA}/timeline?stream=sub&from=${from}&to=${to}`);
    return spans.every(({ kind }) => kind === 'recorded');
  });

/** Every picture is before the one in front of it, by centiseconds. */
function assertBackward(seen, what, least = 1) {
  const steps = seen.slice(1).map(({ code }, i) => distance(seen[i].code.centiseconds, code.centiseconds));
  assert.ok(steps.every((step) => step <= -least), `${what}: steps of ${steps.join(', ')} cs`);
}

/** Pictures a second on the canvas. */
function pace(seen) {
  const drawn = seen.filter(({ on }) => on === 'canvas');
  return ((drawn.length - 1) * 1000) / (drawn.at(-1).now - drawn[0].now);
}

for (const name of ['chromium', 'firefox']) {
  test(`${name}: backward with every picture, at its time, and no jump into a pause`, async (t) => {
    await recorded();
    const browser = await openBrowser(name);
    try {
      const page = await browser.newPage();
      await signIn(page);
      await pause(1000);
      await openReplay(page, [CAMERA], Date.now() - 25_000);
      await pause(1000);

      await press(page, 'j');
      const one = await frames(page, CAMERA, 4000);
      const steady = one.filter(({ now, on }) => on === 'canvas' && now > one[0].now + 1000);
      assertBackward(steady, '-1x');
      assert.ok(pace(steady) >= RATE * 0.8, `-1x: ${pace(steady)} pictures a second`);
      assert.ok(steady.filter((frame) => Math.abs(beside(frame)) <= 20).length > steady.length * 0.9, 'times under the pictures');
      t.diagnostic(`-1x: ${pace(steady).toFixed(1)} pictures/s, the first after ${Math.round(one.find(({ on }) => on === 'canvas').now - one[0].now)} ms`);

      await press(page, 'j');
      const two = await frames(page, CAMERA, 3000);
      assertBackward(two, '-2x');
      assert.ok(pace(two) >= RATE * 0.8, `-2x: ${pace(two)} pictures a second`); // 30 where nothing else runs
      t.diagnostic(`-2x: ${pace(two).toFixed(1)} pictures/s`);
      assert.ok(await page.evaluate(() => document.body.textContent.includes('smooth')));

      await press(page, 'j');
      const four = await frames(page, CAMERA, 2000);
      assertBackward(four, '-4x');
      assert.ok(pace(four) >= RATE * 0.8, `-4x: ${pace(four)} pictures a second`); // 60 where nothing else runs
      t.diagnostic(`-4x: ${pace(four).toFixed(1)} pictures/s`);
      await press(page, '+'); // -2x

      const stopping = frames(page, CAMERA, 2000);
      await pause(300);
      await press(page, 'k');
      const stop = await stopping;
      assertBackward(stop, 'into the pause', 0); // the last one once more, of the main stream
      const stands = (await frames(page, CAMERA, 100)).at(-1);
      const last = stop.findLast(({ on }) => on === 'canvas');
      assert.equal(stands.on, 'video');
      assert.ok(distance(stands.code.centiseconds, last.code.centiseconds) <= 2 * STEP, 'the picture of the main stream at that time');

      await press(page, 'l');
      const on = await frames(page, CAMERA, 1500);
      const steps = on.slice(1).map(({ code }, i) => distance(on[i].code.centiseconds, code.centiseconds));
      assert.ok(steps.every((step) => step > 0 && step <= 5 * STEP), `forward again by ${steps.join(', ')} cs`);
      assert.deepEqual(page.faults, []);
    } finally {
      await browser.close();
    }
  });
}

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { call, plainUrl, url } from '../src/api.js';
import { openBrowser } from '../src/browsers.js';
import { frames } from '../src/frames.js';
import { beside, openReplay, press } from '../src/replayPage.js';
import { distance } from '../src/timecode.js';
import { pause, until } from '../src/until.js';
import { signIn } from '../src/visit.js';

const CAMERA = 'demo-2';
const SECONDS = 40;
/** Centiseconds from a picture of its sub stream to the next, rounded up. Key pictures are 200 apart. */
const STEP = 7;

const recorded = () =>
  until(`${SECONDS} s are recorded`, (SECONDS + 60) * 1000, async () => {
    const [from, to] = [SECONDS * 1000, 4000].map((ago) => new Date(Date.now() - ago).toISOString());
    const { spans } = await call('GET', `/api/v1/cameras/${CAMERA}/timeline?stream=sub&from=${from}&to=${to}`);
    return spans.every(({ kind }) => kind === 'recorded');
  });

const stepsOf = (seen) => seen.slice(1).map(({ code }, i) => distance(seen[i].code.centiseconds, code.centiseconds));

/** Every picture is before the one in front of it, by centiseconds. */
function assertBackward(seen, what, least = 1) {
  const steps = stepsOf(seen);
  const told = steps.map((step, i) => `${step} to the ${seen[i + 1].on}`);
  assert.ok(steps.every((step) => step <= -least), `${what}: steps in cs of ${told.join(', ')}`);
}

/** Half of the steps on the canvas are no longer than so many pictures; on a busy machine some are. */
function assertEach(seen, pictures, what) {
  const steps = stepsOf(seen.filter(({ on }) => on === 'canvas')).sort((a, b) => b - a);
  assert.ok(steps[Math.floor(steps.length / 2)] >= -pictures * STEP, `${what}: steps in cs of ${steps.join(', ')}`);
}

/** Pictures a second on the canvas. */
function pace(seen) {
  const drawn = seen.filter(({ on }) => on === 'canvas');
  return ((drawn.length - 1) * 1000) / (drawn.at(-1).now - drawn[0].now);
}

const says = (page, words) => page.evaluate((wanted) => document.body.textContent.includes(wanted), words);

/**
 * From normal speed backward at −1× and −2×, into a pause, a step back, and forward again; read from the pictures.
 *
 * @param origin where the page is from: browsers decode by themselves only if that is what they call secure
 */
async function backAndForth(t, name, origin, decodes) {
  // What is not presented is not captured: there are fewer where the machine is busy.
  const every = decodes ? 1 : 2;
  await recorded();
  const browser = await openBrowser(name);
  try {
    const page = await browser.newPage();
    await signIn(page, undefined, origin);
    await pause(1000);
    await openReplay(page, [CAMERA], Date.now() - 25_000, origin);
    assert.equal(await page.evaluate(() => 'VideoDecoder' in window), decodes);
    await pause(1000);

    const starting = frames(page, CAMERA, 4500, 30);
    await pause(200);
    await press(page, 'j');
    const one = await starting;
    const turn = one.findIndex(({ on }) => on === 'canvas');
    assertBackward(one.slice(turn), '-1x, from the picture in sight on');
    const begin = one[turn + 1].now; // before it the picture in sight may stay a while
    const steady = one.filter(({ now, on }) => on === 'canvas' && now > begin + 500);
    t.diagnostic(`-1x: ${pace(steady).toFixed(1)} pictures/s, longest step ${Math.min(...stepsOf(steady))} cs, the first after ${Math.round(begin - one[turn].now)} ms`);
    assertEach(steady, every, '-1x');
    assert.ok(steady.filter((frame) => Math.abs(beside(frame)) <= 20).length > steady.length * 0.9, 'times under the pictures');

    await press(page, 'j');
    const two = await frames(page, CAMERA, 3000);
    t.diagnostic(`-2x: ${pace(two).toFixed(1)} pictures/s, longest step ${Math.min(...stepsOf(two))} cs`);
    assertBackward(two, '-2x');
    assertEach(two, 2 * every, '-2x');
    assert.ok(await says(page, 'smooth'));

    if (decodes) {
      await press(page, 'j');
      const four = await frames(page, CAMERA, 2000);
      assertBackward(four, '-4x');
      assertEach(four, 4, '-4x');
      t.diagnostic(`-4x: ${pace(four).toFixed(1)} pictures/s`);
      await press(page, '+'); // -2x
    }

    const stopping = frames(page, CAMERA, 2000);
    await pause(300);
    await press(page, 'k');
    const stop = await stopping;
    assertBackward(stop, 'into the pause', 0); // the last one once more, of the main stream
    const last = stop.findLast(({ on }) => on === 'canvas');
    // A browser that does not tell of the awaited picture is waited for, 2 s.
    const stands = await until('the video is in sight', 5000, async () => {
      const shown = (await frames(page, CAMERA, 100)).at(-1);
      return shown.on === 'video' && shown;
    });
    assert.ok(Math.abs(distance(stands.code.centiseconds, last.code.centiseconds)) <= 2 * STEP, 'the picture of the main stream at that time');

    await press(page, 'l');
    const steps = stepsOf(await frames(page, CAMERA, 1500));
    assert.ok(steps.every((step) => step > 0 && step <= 10 * STEP), `forward again by ${steps.join(', ')} cs`);
    assert.deepEqual(page.faults, []);
  } finally {
    await browser.close();
  }
}

for (const name of ['chromium', 'firefox']) {
  test(`${name}: backward with every picture, at its time, and no jump into a pause`, (t) => backAndForth(t, name, url, true));

  test(`${name}: the same without a secure origin`, { skip: plainUrl() === undefined }, (t) => backAndForth(t, name, plainUrl(), false));
}

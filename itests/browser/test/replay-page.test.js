import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { call } from '../src/api.js';
import { keepScreenshot, openBrowser } from '../src/browsers.js';
import { assertInStep, untilAllOn, watchAll } from '../src/grid.js';
import { look } from '../src/pictures.js';
import { assertClocks, beside, inTile, openReplay, press, speedSeen, untilMoves, watch } from '../src/replayPage.js';
import { distance } from '../src/timecode.js';
import { pause, until } from '../src/until.js';
import { bareSession } from '../src/visit.js';

const CAMERA = 'demo-2';
const SECONDS = 100;
/** At 64x they last four seconds, so that a slow browser does not reach the end before it is looked at. */
const FAST_SECONDS = 240;
/** A camera whose recording was interrupted. */
const GAPPED = 'demo-dvr';
/** More than what is taken for a late picture. */
const GAP_MS = 7000;
/** For them: some at 1x and 8x, and at 64x more than a second. */
const SIXTEEN_SECONDS = 170;
/** From a picture of a sub stream to the next, in centiseconds, rounded up. */
const PICTURE_CS = 7;
/** Two pictures of a sub stream, in ms. */
const PICTURES = 140;

let gap;
const sixteen = [];
const added = [];

/** First of all, so that by its turn enough is recorded. */
before(async () => {
  await addUpToSixteen();
  await recorded([GAPPED], 'sub', 12);
  gap = await interrupted(GAPPED);
});

after(async () => {
  for (const id of added) {
    await call('DELETE', `/api/v1/cameras/${id}?recordings=delete`);
  }
});

/** Some of the demo once more; under other names they are other cameras. */
async function addUpToSixteen() {
  const demo = (await call('GET', '/api/v1/cameras')).filter(({ driver }) => driver === 'rtsp');
  sixteen.push(...demo.map(({ id }) => id));
  for (let n = demo.length; n < 16; n++) {
    const { address, subAddress } = demo[n % demo.length];
    const record = { mode: 'continuous', streams: ['sub'], preSeconds: 0, postSeconds: 0 };
    const camera = { id: `more-${n}`, name: `More ${n}`, driver: 'rtsp', address, subAddress, enabled: true, record };
    await call('POST', '/api/v1/cameras', camera);
    added.push(camera.id);
  }
  sixteen.push(...added);
}

/** Records a camera not, for a while; where that is, in ms. */
async function interrupted(id) {
  const { record, ...camera } = (await call('GET', '/api/v1/cameras')).find((one) => one.id === id);
  const begins = Date.now();
  await call('PUT', `/api/v1/cameras/${id}`, { ...camera, record: { ...record, mode: 'off' } });
  await pause(GAP_MS);
  await call('PUT', `/api/v1/cameras/${id}`, { ...camera, record });
  return until('the gap is in the timeline', 20_000, async () => {
    const range = `from=${new Date(begins - 5000).toISOString()}&to=${new Date().toISOString()}`;
    const { spans } = await call('GET', `/api/v1/cameras/${id}/timeline?stream=sub&${range}`);
    const missing = spans.findIndex(({ kind }) => kind === 'gap');
    return spans[missing + 1]?.kind === 'recorded' && { from: Date.parse(spans[missing].from), to: Date.parse(spans[missing].to) };
  });
}

/** Waits until the last so many seconds of each camera's stream are recorded. */
function recorded(cameras, stream, seconds) {
  return until(`${seconds} s are recorded`, (seconds + 90) * 1000, async () => {
    const now = Date.now();
    const range = `from=${new Date(now - seconds * 1000).toISOString()}&to=${new Date(now - 4000).toISOString()}`;
    for (const camera of cameras) {
      const { spans } = await call('GET', `/api/v1/cameras/${camera}/timeline?stream=${stream}&${range}`);
      if (!spans.every(({ kind }) => kind === 'recorded')) return false;
    }
    return true;
  });
}

/**
 * The tile stands still, on a picture that is over its own time. The last picture of smooth reverse, which is of another
 * stream, stays on its canvas until the video shows the one of that time: that is not yet it.
 *
 * @param before timecode of what stood there before; undefined: any picture will do
 */
async function standing(page, camera = CAMERA, before = undefined) {
  let last = await look(page, inTile(camera));
  return until(`${camera} stands still`, 20_000, async () => {
    await pause(350);
    const seen = last?.code?.centiseconds;
    last = await look(page, inTile(camera));
    const stands = last?.on === 'video' && last.code && last.code.centiseconds === seen;
    return stands && beside(last) === 0 && seen !== before ? last : false;
  });
}

async function withPage(name, act) {
  const browser = await openBrowser(name);
  try {
    const page = await browser.newPage();
    await bareSession(page);
    await act(page);
    assert.deepEqual(page.faults, []);
  } finally {
    await browser.close();
  }
}

for (const name of ['chromium', 'firefox', 'firefox-without-h264']) {
  test(`${name}: the replay page at every speed, by keys, each picture over its own time`, async () => {
    await recorded([CAMERA], 'main', SECONDS);
    await withPage(name, async (page) => {
      await openReplay(page, [CAMERA], Date.now() - (SECONDS - 5) * 1000);
      await untilMoves(page, CAMERA, 1);
      const normal = await watch(page, CAMERA, 3000);
      assertClocks(normal, '1x', PICTURES);
      assert.ok(Math.abs(speedSeen(normal) - 1) < 0.3, `1x is ${speedSeen(normal)}`);

      await press(page, 'l', 'l', 'l');
      await untilMoves(page, CAMERA, 8);
      const eight = await watch(page, CAMERA, 3000);
      assertClocks(eight, '8x');
      assert.ok(Math.abs(speedSeen(eight) - 8) < 2, `8x is ${speedSeen(eight)}`);

      await press(page, 'j', 'j', 'j', 'j');
      await untilMoves(page, CAMERA, -8);
      const back = await watch(page, CAMERA, 2500);
      assertClocks(back, '-8x');
      assert.ok(Math.abs(speedSeen(back) + 8) < 2, `-8x is ${speedSeen(back)}`);

      await press(page, '+', '+', '+'); // -1x
      await pause(500);
      const slow = await watch(page, CAMERA, 5000);
      assertClocks(slow, '-1x');
      assert.ok(slow.at(-1).at <= slow[0].at - 2000, 'it goes backward');

      await press(page, 'k');
      const paused = await standing(page);
      await press(page, '.');
      const on = await standing(page, CAMERA, paused.code.centiseconds);
      assert.equal(distance(paused.code.centiseconds, on.code.centiseconds), 4);
      await press(page, ',');
      const off = await standing(page, CAMERA, on.code.centiseconds);
      assert.equal(off.code.centiseconds, paused.code.centiseconds);
      await press(page, 'ArrowRight');
      const sought = await standing(page, CAMERA, off.code.centiseconds);
      assert.ok(Math.abs(Date.parse(sought.clock) - Date.parse(off.clock) - 10_000) <= 60, 'ten seconds on');
      await keepScreenshot(page, `replay-page-${name}`);
    });
  });
}

test('chromium: the timeline shows what happened, and how it looked where the pointer is', async () => {
  await recorded([CAMERA], 'sub', 20);
  const { events } = await call('GET', `/api/v1/events?camera=${CAMERA}&kind=camera`);
  const came = Date.parse(events.find(({ text }) => text === 'live').at);
  await withPage('chromium', async (page) => {
    await openReplay(page, [CAMERA], Date.now() - 15_000);
    await press(page, 'k');
    const there = (selector) =>
      until(`${selector} is there`, 20_000, () => page.evaluate((s) => document.querySelector(s) !== null, selector));
    await there('[aria-label=Timeline] [data-look=came]');
    const cursor = await page.evaluate(() => {
      const { left, top } = document.querySelector('[aria-label=Timeline] b').getBoundingClientRect();
      return { left, top };
    });
    await page.mouse.move(cursor.left, cursor.top + 20);
    await there('[role=tooltip] img');
    await until('the small picture is one', 5000, () =>
      page.evaluate(() => document.querySelector('[role=tooltip] img').naturalWidth > 100));
    await keepScreenshot(page, 'replay-page-thumbnail');
    await press(page, 'w'); // 5 s before the camera came, where nothing is recorded: its first picture is shown
    await until('the first picture shows', 10_000, async () => {
      const { clock } = await look(page, inTile(CAMERA));
      return Math.abs(Date.parse(clock) - came) < 8000;
    });
  });
});

for (const name of ['chromium', 'firefox']) {
  test(`${name}: 64x, and the end of the recording goes over into live`, async () => {
    await recorded([CAMERA], 'main', FAST_SECONDS);
    await withPage(name, async (page) => {
      await openReplay(page, [CAMERA], Date.now() - (FAST_SECONDS - 5) * 1000);
      await press(page, 'l', 'l', 'l', 'l', 'l', 'l');
      await pause(300);
      const fast = await watch(page, CAMERA, 2000);
      const recordedOnes = fast.filter((one) => one.at < one.now - 4000);
      assert.ok(speedSeen(recordedOnes) > 25, `64x is ${speedSeen(recordedOnes)}`);
      await until('it is live', 20_000, () =>
        page.evaluate((camera) => document.querySelector(`[data-camera="${camera}"]`).ariaLabel.endsWith(': live'), CAMERA));
    });
  });
}

for (const name of ['chromium', 'firefox']) {
  test(`${name}: 16 cameras in step at every speed, paused, by single pictures and sought`, async () => {
    await recorded(sixteen, 'sub', SIXTEEN_SECONDS);
    await withPage(name, async (page) => {
      await openReplay(page, sixteen, Date.now() - (SIXTEEN_SECONDS - 5) * 1000);
      await pause(1000);
      const inStep = async (rate, millis) => assertInStep(await watchAll(page, sixteen, millis), rate);
      await inStep(1, 2500);
      await keepScreenshot(page, `replay-page-16-${name}`);
      await press(page, 'l', 'l', 'l');
      await pause(700);
      await inStep(8, 2500);
      await press(page, 'l', 'l', 'l');
      await pause(300);
      await inStep(64, 1000);
      await press(page, 'j'); // -1x
      await untilAllOn(page, 'canvas');
      await pause(500);
      await inStep(-1, 3000);
      await press(page, 'j', 'j', 'j');
      await untilAllOn(page, 'video');
      await pause(500);
      await inStep(-8, 2500);

      await press(page, 'k');
      const codes = async (before = []) => {
        const seen = await Promise.all(sixteen.map((camera, index) => standing(page, camera, before[index])));
        return seen.map(({ code }) => code.centiseconds);
      };
      const steps = (from, to) => from.map((code, index) => distance(code, to[index]));
      const paused = await codes();
      assert.ok(steps(paused, paused.map(() => paused[0])).every((step) => Math.abs(step) <= PICTURE_CS), `paused at ${paused}`);
      await press(page, '.');
      const on = await codes(paused);
      assert.ok(steps(paused, on).every((step) => step === PICTURE_CS || step === PICTURE_CS - 1), `from ${paused} to ${on}`);
      await press(page, ',');
      assert.deepEqual(await codes(on), paused);
      await press(page, 'ArrowRight');
      const sought = await codes(paused);
      assert.ok(steps(paused, sought).every((step) => Math.abs(distance(1000, step)) <= PICTURE_CS), `from ${paused} to ${sought}`);
    });
  });
}

test('chromium: a gap is jumped over, and the page says so in words', async () => {
  const { from, to } = gap;
  await recorded([GAPPED], 'sub', Math.ceil((Date.now() - to) / 1000));
  await withPage('chromium', async (page) => {
    await openReplay(page, [GAPPED], from - 3000);
    const words = await until('the page tells of the gap', 15_000, () =>
      page.evaluate(() => [...document.querySelectorAll('[role=status]')].map((e) => e.textContent).find((t) => t.includes('jumped over'))));
    assert.match(words, /^Nothing was recorded from \d\d:\d\d:\d\d to \d\d:\d\d:\d\d: jumped over \d+ s\.$/);
    await keepScreenshot(page, 'replay-page-gap');
    const after = await watch(page, GAPPED, 1500);
    assert.ok(after.at(-1).at >= to - 1000, 'it goes on behind the gap');
    assertClocks(after, 'behind the gap', PICTURES);
  });
});

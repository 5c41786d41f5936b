import assert from 'node:assert/strict';
import { test } from 'node:test';
import { call } from '../src/api.js';
import { keepScreenshot, openBrowser } from '../src/browsers.js';
import { look, untilShown } from '../src/pictures.js';
import { inTile } from '../src/replayPage.js';
import { assertSpeed, codeAt, speedOf, untilCaughtUp } from '../src/speed.js';
import { distance } from '../src/timecode.js';
import { pause, until } from '../src/until.js';
import { bareSession, closeWhep, openWhep, signIn } from '../src/visit.js';

const CAMERA = 'demo-2';
const RAW = 'video#raw';

/** Waits until the last so many seconds are recorded; returns their begin in ms. */
async function recordedSince(seconds) {
  const from = Date.now() - seconds * 1000;
  await until(`${seconds} s are recorded`, (seconds + 60) * 1000, async () => {
    const range = `from=${new Date(Date.now() - seconds * 1000).toISOString()}&to=${new Date(Date.now() - 4000).toISOString()}`;
    const { spans } = await call('GET', `/api/v1/cameras/${CAMERA}/timeline?stream=sub&${range}`);
    return spans.every(({ kind }) => kind === 'recorded');
  });
  return Math.max(from, Date.now() - seconds * 1000);
}

/** The picture in sight is of a recorded time, in ms, or of the key picture before it. */
function assertOf(seen, millis, what) {
  const late = distance(seen.code.centiseconds, codeAt(millis));
  assert.ok(late >= -30 && late <= 230, `${what}: the picture is of ${late * 10} ms before`);
}

/** The page shows the time of the picture in sight; a picture may take its place between two looks. */
function assertClock({ code, clock }) {
  const late = distance(code.centiseconds, codeAt(Date.parse(clock)));
  assert.ok(Math.abs(late) <= 9, `the clock is ${late * 10} ms beside the picture`);
}

for (const name of ['chromium', 'firefox']) {
  test(`${name}: a replay shows the right pictures at every speed, paused and sought`, async () => {
    const start = await recordedSince(75);
    const browser = await openBrowser(name);
    let id;
    try {
      const page = await browser.newPage();
      await bareSession(page);
      const at = start + 30_000;
      const replay = await call('POST', '/api/v1/replays', { cameras: [CAMERA], at: new Date(at).toISOString(), stream: 'sub', rate: 1 });
      ({ id } = replay);
      const change = (body) => call('PATCH', `/api/v1/replays/${id}`, body);
      const clock = async () => Date.parse((await call('GET', `/api/v1/replays/${id}`)).clock);
      assert.equal(replay.cameras[CAMERA].mode, 'passthrough');
      assert.deepEqual(await openWhep(page, replay.cameras[CAMERA].whep), { status: 201 });

      const first = await untilShown(page, RAW);
      assert.equal(first.code.scene, 2);
      assert.equal(first.code.profile, 'sub');
      await untilCaughtUp(page, RAW);
      assertSpeed(await speedOf(page, RAW, 4000), 1);
      assertOf(await look(page, RAW), await clock(), 'at 1x');

      await change({ rate: 8 });
      await pause(500);
      assertSpeed(await speedOf(page, RAW, 2500), 8);
      await change({ rate: -8 });
      await pause(500);
      assertSpeed(await speedOf(page, RAW, 3000), -8);

      await change({ playing: false });
      await pause(700);
      const paused = await look(page, RAW);
      await pause(1500);
      assert.deepEqual((await look(page, RAW)).code, paused.code);
      assertOf(paused, await clock(), 'paused');

      for (const target of [start + 10_500, start + 41_200, start + 22_900]) {
        await change({ seek: new Date(target).toISOString() });
        await pause(1000);
        assertOf(await look(page, RAW), target, 'sought');
      }
      await change({ rate: 1, playing: true });
      await untilCaughtUp(page, RAW);
      assertSpeed(await speedOf(page, RAW, 3000), 1);

      await change({ stream: 'main', camera: CAMERA });
      await untilShown(page, RAW, 'main', ({ code }) => code.profile === 'main');
      await untilCaughtUp(page, RAW); // a large burst is decoded first, on a busy machine for a second or more
      assertSpeed(await speedOf(page, RAW, 3000), 1);
      assertOf(await look(page, RAW), await clock(), 'main');
      await closeWhep(page);
    } finally {
      if (id) await call('DELETE', `/api/v1/replays/${id}`).catch(() => {});
      await browser.close();
    }
  });
}

test('chromium: the replay page shows live and, after a click on the timeline, recordings', async () => {
  await recordedSince(30);
  const browser = await openBrowser('chromium');
  try {
    const page = await browser.newPage();
    await signIn(page);
    await until('there is a link named Replay', 20_000, () =>
      page.evaluate(() => {
        const link = [...document.querySelectorAll('a')].find((a) => a.textContent.trim() === 'Replay');
        link?.click();
        return link !== undefined;
      }));
    const at = new Date(Date.now() - 20_000);
    await page.goto(`${page.url().split('?')[0]}?camera=${CAMERA}&at=${at.toISOString()}`);
    const shown = await untilShown(page, inTile(CAMERA), 'the recording', ({ now, code }) => {
      const age = distance(code.centiseconds, codeAt(now));
      return Math.abs(distance(codeAt(now - 20_000), code.centiseconds)) < 500 || age > 500;
    });
    assert.equal(shown.code.scene, 2);
    await untilCaughtUp(page, inTile(CAMERA));
    assertSpeed(await speedOf(page, inTile(CAMERA), 3000), 1);
    assertClock(await look(page, inTile(CAMERA)));
    await keepScreenshot(page, 'replay-chromium');
    assert.deepEqual(page.faults, []);
  } finally {
    await browser.close();
  }
});

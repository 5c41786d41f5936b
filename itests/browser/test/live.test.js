import assert from 'node:assert/strict';
import { test } from 'node:test';
import { call } from '../src/api.js';
import { BROWSERS, keepScreenshot, openBrowser } from '../src/browsers.js';
import { look, untilShown } from '../src/pictures.js';
import { assertSpeed, codeAt, speedOf, untilCaughtUp } from '../src/speed.js';
import { distance } from '../src/timecode.js';
import { pause, until } from '../src/until.js';
import { bareSession, closeWhep, decoderOf, openWhep, signIn } from '../src/visit.js';

const CAMERAS = ['demo-1', 'demo-2', 'demo-3', 'demo-4'];
const inTile = (camera) => `[data-camera="${camera}"] video`;

/** The picture is of now, give or take what a busy machine needs. */
function assertLive({ now, code }) {
  const age = distance(code.centiseconds, codeAt(now));
  assert.ok(age >= -20 && age <= 500, `the picture is ${age * 10} ms old`);
}

await until('all demo cameras deliver', 60_000, async () => {
  const states = await Promise.all(CAMERAS.map((id) => call('GET', `/api/v1/cameras/${id}/status`)));
  return states.every(({ streams }) => streams.main?.state === 'live' && streams.sub?.state === 'live');
});

for (const name of BROWSERS) {
  const transport = name === 'firefox-without-h264' ? 'mse' : 'webrtc';

  test(`${name}: the wall shows every camera, live`, async () => {
    const browser = await openBrowser(name);
    try {
      const page = await browser.newPage();
      await signIn(page);
      for (const [index, camera] of CAMERAS.entries()) {
        const shown = await untilShown(page, inTile(camera));
        assert.equal(shown.code.scene, index + 1);
        assert.equal(shown.code.profile, 'sub');
        assert.equal(shown.transport, transport);
        assert.ok(shown.colours > 30, `only ${shown.colours} colours`);
        assertLive(shown);
      }
      await untilCaughtUp(page, inTile('demo-2'));
      assertSpeed(await speedOf(page, inTile('demo-2'), 4000), 1);
      await keepScreenshot(page, `wall-${name}`);
      assert.deepEqual(page.faults, []);
    } finally {
      await browser.close();
    }
  });

  test(`${name}: an enlarged tile goes to main and back without a black picture`, async () => {
    const browser = await openBrowser(name);
    try {
      const page = await browser.newPage();
      await signIn(page);
      const tile = inTile('demo-3');
      await untilShown(page, tile);
      for (const profile of ['main', 'sub']) {
        await page.click('[data-camera="demo-3"]', { count: 2, clickCount: 2 });
        for (let seen; seen?.code?.profile !== profile; ) {
          seen = await untilShown(page, tile, profile);
          assert.ok(seen.colours > 30, `only ${seen.colours} colours`);
        }
        await untilShown(page, tile, profile, ({ code }) => code.profile === profile);
        if (profile === 'main') {
          assert.equal((await look(page, tile)).width, 1920);
          await untilCaughtUp(page, tile);
          assertSpeed(await speedOf(page, tile, 3000), 1);
          await keepScreenshot(page, `enlarged-${name}`);
        }
      }
      assert.deepEqual(page.faults, []);
    } finally {
      await browser.close();
    }
  });
}

for (const name of ['chromium', 'firefox']) {
  test(`${name}: WHEP as the contract has it decodes H.264 until it is deleted`, async () => {
    const browser = await openBrowser(name);
    try {
      const page = await browser.newPage();
      await bareSession(page);
      assert.deepEqual(await openWhep(page, '/whep/live/demo-4/main'), { status: 201 });
      const shown = await untilShown(page, 'video#raw');
      assert.equal(shown.code.scene, 4);
      assert.equal(shown.code.profile, 'main');
      assertLive(shown);
      const before = await decoderOf(page);
      await untilCaughtUp(page, 'video#raw');
      assertSpeed(await speedOf(page, 'video#raw', 3000), 1);
      const after = await decoderOf(page);
      assert.equal(after.codec, 'video/H264');
      assert.equal(after.state, 'connected');
      assert.ok(after.keys >= 1);
      assert.ok(after.decoded > before.decoded + 40, `${before.decoded} then ${after.decoded} pictures`);
      assert.ok([200, 204].includes(await closeWhep(page)));
    } finally {
      await browser.close();
    }
  });
}

test('firefox-without-h264: WHEP says 406 and why', async () => {
  const browser = await openBrowser('firefox-without-h264');
  try {
    const page = await browser.newPage();
    await bareSession(page);
    const answer = await openWhep(page, '/whep/live/demo-4/main');
    assert.equal(answer.status, 406);
    assert.match(JSON.parse(answer.text).detail, /H\.?264/i);
  } finally {
    await browser.close();
  }
});

test('chromium: a wrong password is said in an alert', async () => {
  const browser = await openBrowser('chromium');
  try {
    const page = await browser.newPage();
    await signIn(page, 'not it');
    const words = await until('there is an alert', 10_000, () =>
      page.evaluate(() => document.querySelector('[role=alert]')?.textContent));
    assert.match(words, /wrong/i);
    await keepScreenshot(page, 'sign-in-refused');
    await pause(100);
    assert.deepEqual(page.faults, []);
  } finally {
    await browser.close();
  }
});

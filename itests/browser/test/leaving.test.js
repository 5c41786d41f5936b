import assert from 'node:assert/strict';
import { test } from 'node:test';
import { call, url } from '../src/api.js';
import { openBrowser } from '../src/browsers.js';
import { untilShown } from '../src/pictures.js';
import { until } from '../src/until.js';
import { signIn } from '../src/visit.js';

const viewers = async () => {
  const { live } = await call('GET', '/api/v1/system');
  return live.engines.reduce((sum, engine) => sum + engine.viewers, 0);
};

/** Milliseconds until the recorder knows that nobody looks any more. */
async function untilForgotten(millis) {
  const began = Date.now();
  await until('no viewer is left', millis, async () => (await viewers()) === 0);
  return Date.now() - began;
}

/** A page that shows the wall, and the recorder counts its tiles. */
async function watch(browser, isSignedIn = false) {
  const page = await browser.newPage();
  await (isSignedIn ? page.goto(`${url}/`) : signIn(page));
  await untilShown(page, '[data-camera="demo-1"] video');
  await until('all tiles are counted', 20_000, async () => (await viewers()) >= 4);
  return page;
}

for (const name of ['chromium', 'firefox']) {
  test(`${name}: a page that is left or closed is noticed at once, a killed browser soon`, async (t) => {
    let browser = await openBrowser(name);
    try {
      const page = await watch(browser);
      await page.goto('about:blank');
      t.diagnostic(`left for another page: ${await untilForgotten(5000)} ms`);

      const tab = await watch(browser, true);
      await tab.close();
      t.diagnostic(`tab closed: ${await untilForgotten(5000)} ms`);

      await watch(browser, true);
      await browser.close();
      t.diagnostic(`browser closed: ${await untilForgotten(15_000)} ms`);

      browser = await openBrowser(name);
      await watch(browser);
      browser.kill();
      t.diagnostic(`browser killed: ${await untilForgotten(15_000)} ms`);
    } finally {
      await browser.close().catch(() => {});
    }
    assert.equal(await viewers(), 0);
  });
}

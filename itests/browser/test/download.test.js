import assert from 'node:assert/strict';
import { test } from 'node:test';
import { call } from '../src/api.js';
import { openBrowser } from '../src/browsers.js';
import { look, untilShown } from '../src/pictures.js';
import { codeAt } from '../src/speed.js';
import { distance } from '../src/timecode.js';
import { until } from '../src/until.js';
import { bareSession } from '../src/visit.js';

const CAMERA = 'demo-1'; // with sound
const SECONDS = 6;

const from = new Date(Date.now() + 1000);
const to = new Date(from.getTime() + SECONDS * 1000);
const range = `from=${from.toISOString()}&to=${to.toISOString()}`;
await until('the range is recorded', 90_000, async () => {
  const later = `from=${from.toISOString()}&to=${new Date(to.getTime() + 3000).toISOString()}`;
  const { spans } = await call('GET', `/api/v1/cameras/${CAMERA}/timeline?stream=sub&${later}`);
  return Date.now() > to.getTime() + 3000 && spans.every(({ kind }) => kind === 'recorded');
});

/** Runs in the page. Puts the recording into a video element, as somebody who opens its address would. */
async function open(address) {
  const video = Object.assign(document.createElement('video'), { id: 'file', muted: true, src: address });
  document.body.replaceChildren(video);
  await new Promise((resolve, reject) => {
    video.onloadeddata = resolve;
    video.onerror = () => reject(new Error(video.error.message));
  });
  return video.duration;
}

/** Runs in the page. */
async function seek(seconds) {
  const video = document.querySelector('#file');
  video.currentTime = seconds;
  await new Promise((resolve) => {
    video.onseeked = resolve;
  });
}

/** Runs in the page. Length and loudest sample of the sound in a file. */
async function sound(address) {
  const bytes = await (await fetch(address)).arrayBuffer();
  const decoded = await new OfflineAudioContext(1, 8000, 8000).decodeAudioData(bytes);
  return { seconds: decoded.duration, loudest: decoded.getChannelData(0).reduce((a, b) => Math.max(a, Math.abs(b)), 0) };
}

for (const name of ['chromium', 'firefox']) {
  test(`${name}: a download plays, is sought in, and sounds`, async () => {
    const browser = await openBrowser(name);
    try {
      const page = await browser.newPage();
      await bareSession(page);
      const address = `/api/v1/cameras/${CAMERA}/recording.mp4?stream=sub&${range}`;
      const seconds = await page.evaluate(open, address);
      assert.ok(seconds >= SECONDS && seconds <= SECONDS + 4.2, `it lasts ${seconds} s`);
      const first = (await untilShown(page, '#file')).code.centiseconds;
      const early = distance(first, codeAt(from.getTime()));
      assert.ok(early >= -50 && early <= 250, `it begins ${early * 10} ms early`);
      for (const at of [SECONDS - 1, 1.5, 4]) {
        await page.evaluate(seek, at);
        const { code } = await look(page, '#file');
        const off = distance(first, code.centiseconds) - at * 100;
        assert.ok(Math.abs(off) <= 10, `at ${at} s the picture is ${off * 10} ms off`);
      }
      const { seconds: long, loudest } = await page.evaluate(sound, address);
      assert.ok(Math.abs(long - seconds) < 0.5, `${long} s of sound beside ${seconds} s of pictures`);
      assert.ok(loudest > 0.05, `its loudest sample is ${loudest}`);
    } finally {
      await browser.close();
    }
  });
}

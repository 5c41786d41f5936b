/**
 * A measurement, not a test: how long from the offer to the first picture, 10 starts each of a main and a sub stream
 * in each browser, against an appliance with demo cameras. Wants a quiet machine.
 */
import { startAppliance } from './appliance.js';
import { pause, until } from './until.js';

const STARTS = 10;

/** Runs in the page. Plays one stream from the beginning; milliseconds until the first picture is presented. */
async function start(path) {
  const began = performance.now();
  const pc = new RTCPeerConnection();
  pc.addTransceiver('video', { direction: 'recvonly' });
  const video = Object.assign(document.createElement('video'), { muted: true, autoplay: true, playsInline: true });
  document.body.replaceChildren(video);
  pc.ontrack = ({ track }) => (video.srcObject = new MediaStream([track]));
  const shown = new Promise((resolve, reject) => {
    video.requestVideoFrameCallback(() => resolve(performance.now() - began));
    setTimeout(() => reject(new Error('no picture within 10 s')), 10_000);
  });
  await pc.setLocalDescription(await pc.createOffer());
  const answer = await fetch(path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/sdp', 'X-Requested-With': 'vedette' },
    body: pc.localDescription.sdp,
  });
  const answered = performance.now() - began;
  await pc.setRemoteDescription({ type: 'answer', sdp: await answer.text() });
  const picture = await shown;
  pc.close();
  return { answered, picture };
}

const appliance = await startAppliance();
process.env.VEDETTE_URL = appliance.url;
const { call } = await import('./api.js');
const { openBrowser } = await import('./browsers.js');
const { bareSession } = await import('./visit.js');
await until('the demo cameras deliver', 60_000, async () => {
  const { streams } = await call('GET', '/api/v1/cameras/demo-1/status');
  return streams.main?.state === 'live' && streams.sub?.state === 'live';
});
for (const name of ['chromium', 'firefox']) {
  const browser = await openBrowser(name);
  const page = await browser.newPage();
  await bareSession(page);
  await page.evaluate(start, '/whep/live/demo-4/sub'); // the browser's own first time counts for nobody
  for (const profile of ['main', 'sub']) {
    const times = [];
    for (let i = 0; i < STARTS; i++) {
      times.push(await page.evaluate(start, `/whep/live/demo-${1 + (i % 4)}/${profile}`));
      await pause(300 + 70 * i); // at another place of the group of pictures each time
    }
    const line = (key) => times.map((t) => Math.round(t[key])).sort((a, b) => a - b);
    const pictures = line('picture');
    console.log(`${name} ${profile}: p50 ${pictures[STARTS / 2]} max ${pictures.at(-1)} ms: ${pictures.join(' ')}`);
    console.log(`    of that until the answer: ${line('answered').join(' ')}`);
  }
  await browser.close();
}
process.exitCode = await appliance.stop();

/**
 * A measurement, not a test: from the click on "10 seconds back" on the page of a live camera to the first picture of
 * then, ten times in each browser; and how old the newest picture is that a replay can show. By the timecode in the
 * picture, against an appliance with demo cameras. Wants a quiet machine.
 */
import { startAppliance } from './appliance.js';
import { frames } from './frames.js';
import { codeAt } from './speed.js';
import { distance } from './timecode.js';
import { pause, until } from './until.js';

const CAMERA = 'demo-2';
const TIMES = 10;
/** A jump goes to the exact picture; the key picture that leads there is at most a group of pictures before it. */
const GROUP_CENTISECONDS = 250;

const summary = (values) => {
  const sorted = values.map(Math.round).sort((a, b) => a - b);
  return `p50 ${sorted[sorted.length >> 1]} max ${sorted.at(-1)} ms: ${sorted.join(' ')}`;
};

const appliance = await startAppliance();
process.env.VEDETTE_URL = appliance.url;
const { call, url } = await import('./api.js');
const { openBrowser } = await import('./browsers.js');
const { untilShown } = await import('./pictures.js');
const { inTile, press } = await import('./replayPage.js');
const { signIn } = await import('./visit.js');

await until('a minute is recorded', 120_000, async () => {
  const [from, to] = [45_000, 4000].map((ago) => new Date(Date.now() - ago).toISOString());
  const { spans } = await call('GET', `/api/v1/cameras/${CAMERA}/timeline?stream=main&from=${from}&to=${to}`);
  return spans.every(({ kind }) => kind === 'recorded');
});

/** How old what a replay shows is, at its end, which grows. */
async function newest() {
  const at = new Date(Date.now() - 5000).toISOString();
  const { id } = await call('POST', '/api/v1/replays', { cameras: [CAMERA], at, stream: 'main', rate: 1 });
  const ages = [];
  await call('PATCH', `/api/v1/replays/${id}`, { seek: new Date().toISOString() });
  await until('the replay is at its end', 10_000, async () => (await call('GET', `/api/v1/replays/${id}`)).atEnd);
  await pause(3000); // it follows
  for (const end = Date.now() + 12_000; Date.now() < end; await pause(97)) {
    const { cameras } = await call('GET', `/api/v1/replays/${id}`);
    ages.push(Date.now() - Date.parse(cameras[CAMERA].shown));
  }
  await call('DELETE', `/api/v1/replays/${id}`);
  const sorted = ages.sort((a, b) => a - b);
  console.log(`newest picture of a replay: ${sorted[0]} to ${sorted.at(-1)} ms old, p50 ${sorted[sorted.length >> 1]}`);
}
await newest();

for (const name of ['chromium', 'firefox']) {
  const browser = await openBrowser(name);
  const page = await browser.newPage();
  await signIn(page);
  await pause(1000);
  await page.goto(`${url}/replay?camera=${CAMERA}`);
  const first = [];
  for (let i = 0; i < TIMES; i++) {
    await untilShown(page, inTile(CAMERA), 'live', ({ code, now }) => Math.abs(distance(code.centiseconds, codeAt(now))) < 150);
    await pause(300 + 97 * i);
    const looking = frames(page, CAMERA, 1700);
    await pause(200);
    const click = await page.evaluate(() => {
      document.querySelector('[aria-label="10 seconds back"]').click();
      return { now: performance.now(), wall: Date.now() };
    });
    const seen = (await looking).filter(({ now, code }) => now > click.now && code);
    const wanted = codeAt(click.wall - 10_000);
    const late = seen.map(({ now, code }) => ({ ms: now - click.now, by: distance(wanted, code.centiseconds) }));
    first.push(late.find(({ by }) => Math.abs(by) < GROUP_CENTISECONDS)?.ms ?? Number.NaN);
    await press(page, 'n');
  }
  console.log(`${name}: click to the first picture of then: ${summary(first)}`);
  await browser.close();
}
process.exitCode = await appliance.stop();

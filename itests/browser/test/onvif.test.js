import assert from 'node:assert/strict';
import { test } from 'node:test';
import { promisify } from 'node:util';
import onvif from 'onvif';
import { call } from '../src/api.js';
import { until } from '../src/until.js';

/** A demo camera with ONVIF. */
const CAMERA = 'demo-2';
const IMAGING = `/api/v1/cameras/${CAMERA}/imaging`;

/** Somebody else's client, connected to the same camera, so that simulator and driver cannot agree on a mistake. */
async function otherClient() {
  const { address } = await call('GET', `/api/v1/cameras/${CAMERA}`);
  const { hostname, port, pathname } = new URL(address);
  const camera = await new Promise((resolve, reject) => {
    const cam = new onvif.Cam({ hostname, port: Number(port), path: pathname, timeout: 10_000 }, (error) =>
      error ? reject(error) : resolve(cam));
  });
  return (name, ...args) => promisify(camera[name]).call(camera, ...args);
}

test('onvif: another client and the recorder see the same camera, and what each sets of its picture', async () => {
  await until('the camera delivers', 60_000, async () => {
    const { streams } = await call('GET', `/api/v1/cameras/${CAMERA}/status`);
    return streams.main?.state === 'live';
  });
  const ask = await otherClient();
  const { manufacturer, model } = await ask('getDeviceInformation');
  assert.deepEqual([manufacturer, model], ['Vedette', 'Simulated']);
  assert.equal((await ask('getProfiles')).length, 2);
  const { uri } = await ask('getStreamUri', { protocol: 'RTSP' });
  assert.match(uri, /^rtsp:\/\/127\.0\.0\.1:\d+\/main$/);
  assert.ok(Object.keys(await ask('getPresets')).includes('gate'));

  const { brightness, irCutFilterModes } = await ask('getVideoSourceOptions');
  const ours = await call('GET', IMAGING);
  assert.deepEqual([brightness.min, brightness.max], [ours.brightness.min, ours.brightness.max]);
  assert.deepEqual(irCutFilterModes.map((mode) => mode.toLowerCase()), ours.irCutFilter.values);

  const set = await call('PUT', IMAGING, { brightness: 63, irCutFilter: 'off' });
  assert.equal(set.brightness.value, 63);
  const theirs = await ask('getImagingSettings');
  assert.equal(theirs.brightness, 63);
  assert.equal(theirs.irCutFilter, 'OFF');
  assert.equal(theirs.contrast, ours.contrast.value);

  await ask('setImagingSettings', { contrast: 41 });
  const after = await call('GET', IMAGING);
  assert.equal(after.contrast.value, 41);
  assert.equal(after.brightness.value, 63);
});

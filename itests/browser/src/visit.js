import { url } from './api.js';
import { PASSWORD } from './appliance.js';
import { until } from './until.js';

/** Signs in by the form, as people do. */
export async function signIn(page, password = PASSWORD, at = url) {
  await page.goto(`${at}/`);
  await until('the form is there', 20_000, () => page.evaluate(() => document.querySelector('input[type=password]') !== null));
  await page.type('input[name=user]', 'admin');
  await page.type('input[type=password]', password);
  await page.click('button[type=submit]');
}

/** A page of the recorder with a session and nothing else, for scripts of our own. */
export async function bareSession(page) {
  await page.goto(`${url}/`);
  await page.evaluate(async (password) => {
    await fetch('/api/v1/session', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ user: 'admin', password }),
    });
  }, PASSWORD);
}

/** Runs in the page. Plays a WHEP address in a video element of its own, the way its draft says; as window.pc. */
async function whep(path) {
  const pc = new RTCPeerConnection();
  pc.addTransceiver('video', { direction: 'recvonly' });
  pc.addTransceiver('audio', { direction: 'recvonly' });
  const video = Object.assign(document.createElement('video'), { id: 'raw', muted: true, autoplay: true, playsInline: true });
  document.body.replaceChildren(video);
  const stream = new MediaStream();
  pc.ontrack = ({ track }) => {
    stream.addTrack(track);
    if (!video.srcObject) video.srcObject = stream;
  };
  await pc.setLocalDescription(await pc.createOffer());
  await new Promise((resolve) => {
    if (pc.iceGatheringState === 'complete') resolve();
    pc.onicegatheringstatechange = () => pc.iceGatheringState === 'complete' && resolve();
    setTimeout(resolve, 3000);
  });
  const answer = await fetch(path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/sdp', 'X-Requested-With': 'vedette' },
    body: pc.localDescription.sdp,
  });
  if (answer.status !== 201) return { status: answer.status, text: await answer.text() };
  await pc.setRemoteDescription({ type: 'answer', sdp: await answer.text() });
  window.pc = pc;
  window.whepLocation = answer.headers.get('Location');
  return { status: 201 };
}

/** Opens a WHEP stream in a page that {@link bareSession} prepared; its element is `video#raw`. */
export const openWhep = (page, path) => page.evaluate(whep, path);

/** What the decoder of {@link openWhep} counts. */
export function decoderOf(page) {
  return page.evaluate(async () => {
    const byId = new Map();
    (await window.pc.getStats()).forEach((s) => byId.set(s.id, s));
    const rtp = [...byId.values()].find((s) => s.type === 'inbound-rtp' && s.kind === 'video');
    return {
      state: window.pc.connectionState,
      codec: byId.get(rtp?.codecId)?.mimeType,
      decoded: rtp?.framesDecoded ?? 0,
      keys: rtp?.keyFramesDecoded ?? 0,
      dropped: rtp?.framesDropped ?? 0,
    };
  });
}

/** Ends it as the draft says; the status of the DELETE. */
export function closeWhep(page) {
  return page.evaluate(async () => {
    const answer = await fetch(window.whepLocation, { method: 'DELETE', headers: { 'X-Requested-With': 'vedette' } });
    window.pc.close();
    return answer.status;
  });
}

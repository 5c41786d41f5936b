import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import dgram from 'node:dgram';
import { test } from 'node:test';
import { openBrowser } from '../src/browsers.js';
import { untilShown } from '../src/pictures.js';
import { untilCaughtUp } from '../src/speed.js';
import { pause } from '../src/until.js';
import { bareSession, closeWhep, decoderOf, openWhep } from '../src/visit.js';

/** Datagrams of a stranger who knows the viewer's user fragments, but no password: the dearest to refuse. */
function datagrams({ ours, theirs }) {
  const attribute = (type, value) => {
    const head = Buffer.alloc(4);
    head.writeUInt16BE(type, 0);
    head.writeUInt16BE(value.length, 2);
    return Buffer.concat([head, value, Buffer.alloc(-value.length & 3)]);
  };
  const check = () => {
    const body = Buffer.concat([
      attribute(0x0006, Buffer.from(`${ours}:${theirs}`)),
      attribute(0x0025, Buffer.alloc(0)),
      attribute(0x0008, crypto.randomBytes(20)),
    ]);
    const head = Buffer.alloc(20);
    head.writeUInt16BE(0x0001, 0);
    head.writeUInt16BE(body.length, 2);
    head.writeUInt32BE(0x2112a442, 4);
    return Buffer.concat([head, body]);
  };
  const noise = (first) => {
    const bytes = crypto.randomBytes(900);
    bytes[0] = first;
    return bytes;
  };
  return Array.from({ length: 240 }, (_, i) => [check, () => noise(22), () => noise(0x80), () => noise(0)][i % 4]());
}

test('chromium: a flood of garbage on the media port does not disturb a viewer', async (t) => {
  const browser = await openBrowser('chromium');
  const socket = dgram.createSocket('udp4');
  try {
    const page = await browser.newPage();
    await bareSession(page);
    assert.deepEqual(await openWhep(page, '/whep/live/demo-1/sub'), { status: 201 });
    await untilShown(page, 'video#raw');
    await untilCaughtUp(page, 'video#raw');
    const names = await page.evaluate(() => {
      const ufrag = (sdp) => /a=ice-ufrag:(\S+)/.exec(sdp)[1];
      return {
        ours: ufrag(window.pc.remoteDescription.sdp),
        theirs: ufrag(window.pc.localDescription.sdp),
        port: Number(/a=candidate:\S+ 1 udp \S+ \S+ (\d+)/i.exec(window.pc.remoteDescription.sdp)[1]),
      };
    });
    const flood = datagrams(names);
    const before = await decoderOf(page);
    const began = Date.now();
    let sent = 0;
    while (Date.now() - began < 4000) {
      for (const datagram of flood) socket.send(datagram, names.port, '127.0.0.1');
      sent += flood.length;
      await pause(12);
    }
    const seconds = (Date.now() - began) / 1000;
    const after = await decoderOf(page);
    t.diagnostic(`${Math.round(sent / seconds)} datagrams/s; ${after.decoded - before.decoded} pictures in ${seconds} s`);
    assert.equal(after.state, 'connected');
    assert.ok((after.decoded - before.decoded) / seconds > 12, 'the camera sends 15 pictures a second');
    assert.equal(after.dropped, before.dropped);
    assert.ok([200, 204].includes(await closeWhep(page)));
  } finally {
    socket.close();
    await browser.close();
  }
});

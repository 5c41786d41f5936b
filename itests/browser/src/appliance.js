import { spawn } from 'node:child_process';
import dgram from 'node:dgram';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { until } from './until.js';

const DISTRIBUTION = fileURLToPath(new URL('../../../appliance-image/target/vedette/', import.meta.url));
const CONSOLES = fileURLToPath(new URL('../../target/consoles/', import.meta.url));

export const PASSWORD = 'correct horse 7';

/**
 * Starts the assembled appliance with its demo cameras at free ports, reachable from browsers: these refuse loopback
 * addresses as WebRTC candidates, so it listens on all.
 *
 * @returns {Promise<{url: string, stop: () => Promise<number>}>} stop gives the exit code
 */
export async function startAppliance() {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'vedette-browsers-'));
  const [http, https, media, rtsp] = await Promise.all([freeTcpPort(), freeTcpPort(), freeUdpPort(), freeTcpPort()]);
  fs.mkdirSync(CONSOLES, { recursive: true });
  const console = fs.openSync(path.join(CONSOLES, 'browsers.txt'), 'w');
  const process = spawn(
    'java',
    [
      `@${DISTRIBUTION}etc/jvm.options`, '-cp', `${DISTRIBUTION}lib/*`, 'io.vedette.launcher.Main', '--demo',
      '--home', home, '--http-port', http, '--https-port', https, '--media-port', media,
      '--rtsp-port', rtsp, '--admin-password', PASSWORD,
    ],
    { stdio: ['ignore', console, console] });
  fs.closeSync(console);
  const ended = new Promise((resolve) => process.once('exit', resolve));
  const url = `http://127.0.0.1:${http}`;
  await until('the appliance is up', 60_000, async () => {
    if (process.exitCode !== null) throw new Error(`it ended with ${process.exitCode}; see ${CONSOLES}browsers.txt`);
    const health = await (await fetch(`${url}/api/v1/health`)).json();
    return health.status === 'up';
  });
  const stop = async () => {
    process.kill('SIGTERM');
    const code = await ended;
    fs.rmSync(home, { recursive: true, force: true });
    return code;
  };
  return { url, stop };
}

async function freeTcpPort() {
  const server = net.createServer().listen(0);
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return String(port);
}

async function freeUdpPort() {
  const socket = dgram.createSocket('udp4').bind(0);
  await new Promise((resolve) => socket.once('listening', resolve));
  const { port } = socket.address();
  await new Promise((resolve) => socket.close(resolve));
  return String(port);
}

import os from 'node:os';
import { PASSWORD } from './appliance.js';

/** The appliance under test; run.js has started it. */
export const url = process.env.VEDETTE_URL;

/** The same by plain HTTP at an address of the network, where browsers keep from a page what they call secure. */
export const plainUrl = () => {
  const here = Object.values(os.networkInterfaces()).flat().find(({ family, internal }) => family === 'IPv4' && !internal);
  return here && url.replace('127.0.0.1', here.address);
};

let cookie;

/** A call as administrator; the answer's JSON, or null without a body. Fails unless it succeeds. */
export async function call(method, path, body) {
  cookie ??= (
    await fetch(`${url}/api/v1/session`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ user: 'admin', password: PASSWORD }),
    })
  ).headers
    .get('set-cookie')
    .split(';')[0];
  const answer = await fetch(url + path, {
    method,
    headers: { Cookie: cookie, 'X-Requested-With': 'vedette', 'Content-Type': 'application/json' },
    body: body && JSON.stringify(body),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
  return text ? JSON.parse(text) : null;
}

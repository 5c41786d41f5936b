import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { deleteViewer, get, onSignedOut, post, postOffer, remove } from './http';

const asked = vi.fn<(url: string, request: RequestInit) => Promise<Response>>();

beforeEach(() => vi.stubGlobal('fetch', asked));
afterEach(() => {
  asked.mockReset();
  onSignedOut(() => undefined);
  vi.unstubAllGlobals();
});

function problem(status: number, body: unknown, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'Content-Type': 'application/problem+json', ...headers },
  });
}

describe('a request', () => {
  it('carries the header that guards the cookie, and JSON', async () => {
    asked.mockResolvedValue(new Response(null, { status: 204 }));
    const answer = await post('/session', { user: 'admin', password: 'x' });
    expect(answer).toEqual({ ok: true, value: undefined, location: null });
    const [url, request] = asked.mock.calls[0] ?? [];
    expect(url).toBe('/api/v1/session');
    expect(request?.method).toBe('POST');
    expect(new Headers(request?.headers).get('X-Requested-With')).toBe('vedette');
    expect(request?.body).toBe('{"user":"admin","password":"x"}');
  });

  it('gives the value', async () => {
    asked.mockResolvedValue(Response.json([{ id: 'a' }]));
    expect(await get('/cameras')).toMatchObject({ ok: true, value: [{ id: 'a' }] });
  });

  it('gives SDP and location of a viewer, and ends it while the page goes', async () => {
    asked.mockResolvedValue(new Response('v=0', { status: 201, headers: { Location: '/whep/s/7' } }));
    expect(await postOffer('/whep/live/a/sub', 'offer')).toEqual({
      ok: true,
      value: 'v=0',
      location: '/whep/s/7',
    });
    asked.mockResolvedValue(new Response(null, { status: 200 }));
    await deleteViewer('/whep/s/7');
    expect(asked.mock.calls[1]?.[1]).toMatchObject({ method: 'DELETE', keepalive: true });
  });
});

describe('a refusal', () => {
  it('is told in the recorder’s words, with the field', async () => {
    asked.mockResolvedValue(problem(422, { title: 'No', detail: 'address has no host', field: 'address' }));
    expect(await post('/cameras', {})).toEqual({
      ok: false,
      problem: { kind: 'refused', status: 422, words: 'Address has no host.', field: 'address' },
    });
  });

  it('tells when to try again', async () => {
    asked.mockResolvedValue(problem(503, { title: 'not yet' }, { 'Retry-After': '3' }));
    expect(await get('/x')).toMatchObject({
      problem: { kind: 'busy', retryAfterSeconds: 3, words: 'Not yet.' },
    });
  });

  it.each([
    [403, 'forbidden', 'Your account is not allowed to do this.'],
    [404, 'not-found', 'The recorder does not know this.'],
    [501, 'later', 'This comes with a later version of Vedette.'],
    [500, 'failed', 'The recorder could not do this because of a fault of its own. Its log says more.'],
  ])('without problem+json has words of our own: %i', async (status, kind, words) => {
    asked.mockResolvedValue(new Response('<html>Jetty</html>', { status }));
    expect(await get('/x')).toMatchObject({ problem: { kind, status, words } });
  });

  it('survives broken problem+json', async () => {
    asked.mockResolvedValue(
      new Response('{', { status: 400, headers: { 'Content-Type': 'application/problem+json' } }),
    );
    expect(await get('/x')).toMatchObject({ problem: { kind: 'refused', status: 400 } });
  });
});

describe('no answer', () => {
  it('is unreachable', async () => {
    asked.mockRejectedValue(new TypeError('network'));
    expect(await get('/x')).toMatchObject({ ok: false, problem: { kind: 'unreachable', status: 0 } });
  });

  it('that is not JSON is unreachable too, not an exception', async () => {
    asked.mockResolvedValue(new Response('<html>', { status: 200 }));
    expect(await get('/x')).toMatchObject({ ok: false, problem: { kind: 'unreachable' } });
  });
});

describe('being signed out', () => {
  it('is told to the page', async () => {
    const told = vi.fn();
    onSignedOut(told);
    asked.mockImplementation(() => Promise.resolve(problem(401, { title: 'sign in' })));
    await get('/cameras');
    await remove('/session');
    expect(told).toHaveBeenCalledTimes(2);
  });

  it('is not told by a wrong password', async () => {
    const told = vi.fn();
    onSignedOut(told);
    asked.mockResolvedValue(problem(401, { detail: 'user name or password is wrong' }));
    expect(await post('/session', {})).toMatchObject({
      problem: { kind: 'signed-out', words: 'User name or password is wrong.' },
    });
    expect(told).not.toHaveBeenCalled();
  });
});

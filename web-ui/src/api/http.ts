/**
 * The one file that knows HTTP: every request of the pages goes through here, carries the header that guards
 * cookies against foreign pages, and ends in a {@link Result}, never in an exception.
 */

/** What a refused or failed request means to the person in front of the screen. */
export type ProblemKind =
  /** No answer: the recorder is down or the network is. */
  | 'unreachable'
  | 'signed-out'
  | 'forbidden'
  | 'not-found'
  /** This recorder does not do that yet (501, or no such address at all). */
  | 'later'
  /** Not ready now; try again. */
  | 'busy'
  /** The request itself is at fault; `field` may say where. */
  | 'refused'
  /** The recorder's fault. */
  | 'failed';

export interface Problem {
  readonly kind: ProblemKind;
  /** HTTP status; 0 if there was no answer. */
  readonly status: number;
  /** One sentence for an operator. */
  readonly words: string;
  /** Name of the input at fault, as the API spells it. */
  readonly field?: string;
  readonly retryAfterSeconds?: number;
}

export type Result<T> =
  | { readonly ok: true; readonly value: T; readonly location: string | null }
  | { readonly ok: false; readonly problem: Problem };

const API = '/api/v1';

let signedOut: () => void = () => undefined;

/** Tells who is to know when the recorder answers 401 to anything but a sign-in. */
export function onSignedOut(listener: () => void): void {
  signedOut = listener;
}

export const get = <T>(path: string): Promise<Result<T>> => json<T>('GET', API + path);
/** A picture, and the time of which it is. */
export const getPicture = (path: string): Promise<Result<{ blob: Blob; at: number }>> =>
  send('GET', API + path, {}, async (answer) => ({
    blob: await answer.blob(),
    at: Date.parse(answer.headers.get('Vedette-Picture-Time') ?? ''),
  }));
export const getBytes = (path: string): Promise<Result<ArrayBuffer>> =>
  send('GET', API + path, {}, (answer) => answer.arrayBuffer());
export const post = <T>(path: string, body?: unknown): Promise<Result<T>> =>
  json<T>('POST', API + path, body);
export const put = <T>(path: string, body: unknown): Promise<Result<T>> => json<T>('PUT', API + path, body);
export const patch = <T>(path: string, body: unknown): Promise<Result<T>> =>
  json<T>('PATCH', API + path, body);
export const remove = (path: string): Promise<Result<undefined>> => json('DELETE', API + path);

/** As {@link remove}, but goes on when the page is left meanwhile. */
export const removeOnLeave = (path: string): Promise<Result<undefined>> =>
  send('DELETE', API + path, { keepalive: true }, () => Promise.resolve(undefined));

/** WHEP: gives an SDP offer, gets the SDP answer; `location` names the viewer to end. */
export const postOffer = (whep: string, sdp: string): Promise<Result<string>> =>
  send('POST', whep, { body: sdp, headers: { 'Content-Type': 'application/sdp' } }, (answer) =>
    answer.text(),
  );

/** WHEP: ends a viewer, also while the page is being left. */
export const deleteViewer = (location: string): Promise<Result<undefined>> =>
  send('DELETE', location, { keepalive: true }, () => Promise.resolve(undefined));

/** WHEP: true unless the recorder says that there is no such viewer any more. A trickle without candidates asks it. */
export const isViewerThere = async (location: string): Promise<boolean> => {
  const answer = await send(
    'PATCH',
    location,
    { body: '', headers: { 'Content-Type': 'application/trickle-ice-sdpfrag' } },
    () => Promise.resolve(undefined),
  );
  return answer.ok || answer.problem.kind !== 'not-found';
};

/** Address of a WebSocket of this recorder. */
export function socketUrl(path: string): string {
  return `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}${API}${path}`;
}

/** Address of something to download or show: a plain link, not a request. */
export const href = (path: string): string => API + path;

/**
 * Listens to Server-Sent Events until the returned function is called. The browser comes again by itself after a
 * broken connection, but not after a refusal.
 */
export function listen(
  path: string,
  names: readonly string[],
  heard: { open: () => void; event: (data: unknown) => void; refused: () => void },
): () => void {
  const source = new EventSource(API + path);
  source.onopen = heard.open;
  source.onerror = () => {
    if (source.readyState === EventSource.CLOSED) {
      heard.refused();
    }
  };
  for (const name of names) {
    source.addEventListener(name, ({ data }: MessageEvent<string>) => heard.event(JSON.parse(data)));
  }
  return () => source.close();
}

function json<T>(method: string, url: string, body?: unknown): Promise<Result<T>> {
  const request: RequestInit =
    body === undefined
      ? {}
      : { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json; charset=utf-8' } };
  return send(method, url, request, async (answer) =>
    answer.status === 204 || answer.headers.get('Content-Length') === '0'
      ? (undefined as T)
      : ((await answer.json()) as T),
  );
}

async function send<T>(
  method: string,
  url: string,
  request: RequestInit,
  read: (answer: Response) => Promise<T>,
): Promise<Result<T>> {
  const headers = { 'X-Requested-With': 'vedette', Accept: '*/*', ...(request.headers as object) };
  try {
    const answer = await fetch(url, {
      ...request,
      method,
      headers,
      credentials: 'same-origin',
      cache: 'no-store',
    });
    if (answer.ok) {
      return { ok: true, value: await read(answer), location: answer.headers.get('Location') };
    }
    const problem = await problemOf(answer);
    if (problem.kind === 'signed-out' && !(method === 'POST' && url === `${API}/session`)) {
      signedOut();
    }
    return { ok: false, problem };
  } catch {
    // fetch rejects when nothing answers; read rejects when the answer breaks off or is not what it claims.
    return {
      ok: false,
      problem: { kind: 'unreachable', status: 0, words: 'The recorder does not answer. Trying goes on.' },
    };
  }
}

async function problemOf(answer: Response): Promise<Problem> {
  const kind = kindOf(answer.status);
  const said = await saidBy(answer);
  const retry = Number(answer.headers.get('Retry-After') ?? Number.NaN);
  return {
    kind,
    status: answer.status,
    // What a recorder says about things it does not do yet is for programmers.
    words: kind === 'later' ? WORDS.later : (said.words ?? WORDS[kind]),
    ...(said.field === undefined ? {} : { field: said.field }),
    ...(Number.isFinite(retry) && retry >= 0 ? { retryAfterSeconds: retry } : {}),
  };
}

/** RFC 9457: `detail` is for people; `title` will do. */
async function saidBy(answer: Response): Promise<{ words?: string; field?: string }> {
  if (!(answer.headers.get('Content-Type') ?? '').startsWith('application/problem+json')) {
    return {};
  }
  try {
    const body = (await answer.json()) as Record<string, unknown>;
    const words = [body.detail, body.title].find((text) => typeof text === 'string' && text !== '');
    return {
      ...(typeof words === 'string' ? { words: sentence(words) } : {}),
      ...(typeof body.field === 'string' ? { field: body.field } : {}),
    };
  } catch {
    return {};
  }
}

function kindOf(status: number): ProblemKind {
  switch (status) {
    case 401:
      return 'signed-out';
    case 403:
      return 'forbidden';
    case 404:
      return 'not-found';
    case 501:
      return 'later';
    case 429:
    case 503:
      return 'busy';
    default:
      return status >= 500 ? 'failed' : 'refused';
  }
}

const WORDS: Record<ProblemKind, string> = {
  unreachable: 'The recorder does not answer.',
  'signed-out': 'You are signed out. Sign in again.',
  forbidden: 'Your account is not allowed to do this.',
  'not-found': 'The recorder does not know this.',
  later: 'This comes with a later version of Vedette.',
  busy: 'The recorder is not ready for this yet. Try again in a moment.',
  refused: 'The recorder did not accept this.',
  failed: 'The recorder could not do this because of a fault of its own. Its log says more.',
};

/** Details are written like log lines; on a page they begin with a capital and end with a full stop. */
function sentence(text: string): string {
  const trimmed = text.trim();
  const begun = trimmed.charAt(0).toUpperCase() + trimmed.slice(1);
  return /[.!?]$/.test(begun) ? begun : `${begun}.`;
}

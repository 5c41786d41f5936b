/** The recorder's calls by name. Shapes are in types.ts, transport in http.ts. */
import { get, getBytes, getPicture, href, listen, patch, post, put, remove, removeOnLeave } from './http';
import { byName } from '../common/naturalOrder';
import type { Result } from './http';
import type {
  Camera,
  CameraStatus,
  Discovery,
  Driver,
  Export,
  Happening,
  Happenings,
  Imaging,
  ImagingChange,
  Plugin,
  Profile,
  Ptz,
  PtzMove,
  Replay,
  Session,
  Settings,
  SettingsReport,
  Span,
  Storage,
  System,
  User,
} from './types';

const id = encodeURIComponent;

export const session = {
  now: () => get<Session>('/session'),
  signIn: (user: string, password: string) => post<undefined>('/session', { user, password }),
  signOut: () => remove('/session'),
};

export const cameras = {
  /** By name, everywhere. */
  all: () =>
    get<Camera[] | { cameras: Camera[] }>('/cameras')
      .then((answer) => listed(answer, 'cameras'))
      .then((answer) => (answer.ok ? { ...answer, value: byName(answer.value) } : answer)),
  create: (camera: Partial<Camera>) => post<Camera>('/cameras', camera),
  update: (camera: Camera) => put<Camera>(`/cameras/${id(camera.id)}`, camera),
  remove: (camera: string, withRecordings: boolean) =>
    remove(`/cameras/${id(camera)}${withRecordings ? '?recordings=delete' : ''}`),
  status: (camera: string) => get<CameraStatus>(`/cameras/${id(camera)}/status`),
  ptz: (camera: string) => get<Ptz>(`/cameras/${id(camera)}/ptz`),
  move: (camera: string, move: PtzMove) => post<undefined>(`/cameras/${id(camera)}/ptz`, move),
  report: (camera: string) => get<SettingsReport>(`/cameras/${id(camera)}/report`),
  correct: (camera: string) => post<SettingsReport>(`/cameras/${id(camera)}/report/corrections`),
  imaging: (camera: string) => get<Imaging>(`/cameras/${id(camera)}/imaging`),
  setImaging: (camera: string, change: ImagingChange) =>
    put<Imaging>(`/cameras/${id(camera)}/imaging`, change),
  timeline: (camera: string, stream: Profile, from: Date, to: Date) =>
    get<{ spans: Span[] }>(`/cameras/${id(camera)}/timeline?${range(stream, from, to)}`),
  /** The key picture nearest to a time; `not-found` if it is of quite another time: then nothing was recorded. */
  snapshot: (camera: string, stream: Profile, at: Date, width: number) =>
    getPicture(
      `/cameras/${id(camera)}/snapshot.jpg?${new URLSearchParams({ stream, at: at.toISOString(), width: String(width) }).toString()}`,
    ).then((answer) => near(answer, at)),
  /** The recorded group of pictures at or before a time. */
  gop: (camera: string, stream: Profile, at: Date) =>
    getBytes(
      `/cameras/${id(camera)}/gop?${new URLSearchParams({ stream, at: at.toISOString() }).toString()}`,
    ),
  recording: (camera: string, stream: Profile, from: Date, to: Date) =>
    href(`/cameras/${id(camera)}/recording.mp4?${range(stream, from, to)}`),
};

export const drivers = () =>
  get<Driver[] | { drivers: Driver[] }>('/drivers').then((answer) => listed(answer, 'drivers'));

/** Searching the network for cameras. */
export const discovery = {
  start: () => post<Discovery>('/discovery', undefined),
  now: () => get<Discovery>('/discovery'),
};

export const replays = {
  create: (cameras: readonly string[], at: Date, stream: Profile, rate: number) =>
    post<Replay>('/replays', { cameras, at: at.toISOString(), stream, rate }),
  now: (replay: string) => get<Replay>(`/replays/${id(replay)}`),
  change: (replay: string, change: ReplayChange) => patch<Replay>(`/replays/${id(replay)}`, change),
  end: (replay: string) => removeOnLeave(`/replays/${id(replay)}`),
};

/** Any of these; what is not given stays. */
export interface ReplayChange {
  playing?: boolean;
  /** −64 … 64, not 0. */
  rate?: number;
  /** Recorded time to go to. */
  seek?: string;
  /** One picture on or back, while paused. */
  step?: 1 | -1;
  stream?: Profile;
  camera?: string;
  /** Backward up to four times: groups of pictures, which the page turns round. */
  smooth?: boolean;
}

export const exports = {
  all: () => get<Export[]>('/exports'),
  start: (wanted: { cameras: readonly string[]; from: string; to: string; stream: Profile }) =>
    post<Export>('/exports', wanted),
  archive: (job: string) => href(`/exports/${id(job)}/download`),
  remove: (job: string) => remove(`/exports/${id(job)}`),
};

export const storage = () => get<Storage>('/storage');

export const settings = {
  all: () => get<Settings[]>('/settings'),
  change: (pid: string, values: Readonly<Record<string, unknown>>) =>
    put<Settings>(`/settings/${id(pid)}`, { values }),
};

export const system = () => get<System>('/system');
export const users = {
  all: () => get<User[] | { users: User[] }>('/users').then((answer) => listed(answer, 'users')),
  create: (user: User & { password: string }) => post<User>('/users', user),
  /** Without a password the old one stays. */
  update: (user: User & { password?: string }) => put<User>(`/users/${id(user.name)}`, user),
  remove: (name: string) => remove(`/users/${id(name)}`),
};
export const plugins = () =>
  get<Plugin[] | { plugins: Plugin[] }>('/plugins').then((answer) => listed(answer, 'plugins'));
/** Which events; what is not given is not limited. */
export interface EventsWanted {
  readonly from: Date;
  /** Exclusive. */
  readonly to: Date;
  readonly cameras?: readonly string[];
  readonly kinds?: readonly string[];
  readonly order?: 'newest' | 'oldest';
  readonly limit?: number;
}

export const events = {
  between: ({ from, to, cameras: of = [], kinds = [], order, limit }: EventsWanted) =>
    get<Happenings>(
      `/events?${new URLSearchParams({
        from: from.toISOString(),
        to: to.toISOString(),
        ...(of.length > 0 ? { camera: of.join(',') } : {}),
        ...(kinds.length > 0 ? { kind: kinds.join(',') } : {}),
        ...(order === undefined ? {} : { order }),
        ...(limit === undefined ? {} : { limit: String(limit) }),
      }).toString()}`,
    ),
  listen: (heard: { open: () => void; event: (event: Happening) => void; refused: () => void }) =>
    listen('/events/stream', EVENT_KINDS, {
      ...heard,
      event: (data) => heard.event(data as Happening),
    }),
};

export const EVENT_KINDS = [
  'motion',
  'input',
  'tamper',
  'video-loss',
  'camera',
  'disk',
  'login',
  'plugin',
] as const;

/** Cameras with "smart codecs" have a key picture each 12 s. */
const NEAR_MS = 15_000;

function near(answer: Result<{ blob: Blob; at: number }>, wanted: Date): Result<Blob> {
  if (!answer.ok) {
    return answer;
  }
  const far = Math.abs(answer.value.at - wanted.getTime()) > NEAR_MS;
  return far
    ? { ok: false, problem: { kind: 'not-found', status: 404, words: 'Nothing was recorded then.' } }
    : { ...answer, value: answer.value.blob };
}

function range(stream: Profile, from: Date, to: Date): string {
  return new URLSearchParams({ stream, from: from.toISOString(), to: to.toISOString() }).toString();
}

/** Lists come bare or under their name; both are fine. */
function listed<K extends string, T>(answer: Result<T[] | Record<K, T[]>>, key: K): Result<T[]> {
  if (!answer.ok) {
    return answer;
  }
  return { ...answer, value: Array.isArray(answer.value) ? answer.value : answer.value[key] };
}

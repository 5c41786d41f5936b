/** The recorder's calls by name. Shapes are in types.ts, transport in http.ts. */
import { get, href, patch, post, put, remove, removeOnLeave } from './http';
import type { Result } from './http';
import type { Camera, CameraStatus, Driver, Profile, Replay, Session, Span, Storage } from './types';

const id = encodeURIComponent;

export const session = {
  now: () => get<Session>('/session'),
  signIn: (user: string, password: string) => post<undefined>('/session', { user, password }),
  signOut: () => remove('/session'),
};

export const cameras = {
  all: async (): Promise<Result<Camera[]>> => {
    const answer = await get<Camera[] | { cameras: Camera[] }>('/cameras');
    return answer.ok ? { ...answer, value: listIn(answer.value, 'cameras') } : answer;
  },
  create: (camera: Partial<Camera>) => post<Camera>('/cameras', camera),
  update: (camera: Camera) => put<Camera>(`/cameras/${id(camera.id)}`, camera),
  remove: (camera: string, withRecordings: boolean) =>
    remove(`/cameras/${id(camera)}${withRecordings ? '?recordings=delete' : ''}`),
  status: (camera: string) => get<CameraStatus>(`/cameras/${id(camera)}/status`),
  timeline: (camera: string, stream: Profile, from: Date, to: Date) =>
    get<{ spans: Span[] }>(`/cameras/${id(camera)}/timeline?${range(stream, from, to)}`),
  recording: (camera: string, stream: Profile, from: Date, to: Date) =>
    href(`/cameras/${id(camera)}/recording.mp4?${range(stream, from, to)}`),
};

export const drivers = async (): Promise<Result<Driver[]>> => {
  const answer = await get<Driver[] | { drivers: Driver[] }>('/drivers');
  return answer.ok ? { ...answer, value: listIn(answer.value, 'drivers') } : answer;
};

export const replays = {
  create: (camera: string, at: Date, stream: Profile, rate: number) =>
    post<Replay>('/replays', { cameras: [camera], at: at.toISOString(), stream, rate }),
  now: (replay: string) => get<Replay>(`/replays/${id(replay)}`),
  change: (replay: string, change: ReplayChange) => patch<Replay>(`/replays/${id(replay)}`, change),
  end: (replay: string) => removeOnLeave(`/replays/${id(replay)}`),
};

export type ReplayChange =
  | { playing: boolean }
  | { rate: number; playing?: boolean }
  | { seek: string }
  | { step: 1 | -1 }
  | { stream: Profile; camera: string };

export const storage = () => get<Storage>('/storage');

/** Things whose shape the pages only list: events, plug-ins, users, system. */
export const listing = (path: string) => get<unknown>(path);

function range(stream: Profile, from: Date, to: Date): string {
  return new URLSearchParams({ stream, from: from.toISOString(), to: to.toISOString() }).toString();
}

/** Lists come bare or under their name; both are fine. */
function listIn<K extends string, T>(value: T[] | Record<K, T[]>, key: K): T[] {
  return Array.isArray(value) ? value : value[key];
}

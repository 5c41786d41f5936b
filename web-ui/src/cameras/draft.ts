/** What the camera form holds, and how it becomes a camera of the API. */
import type { Problem } from '../api/http';
import type { Camera, Driver, Period, Profile, RecordMode } from '../api/types';

/** All inputs as people type them; empty means "not given". */
export interface Draft {
  name: string;
  driver: string;
  address: string;
  subAddress: string;
  /** Of a recorder with several cameras, from 1. */
  channel: string;
  username: string;
  /** Empty while editing: the one that is stored stays. */
  password: string;
  enabled: boolean;
  mode: RecordMode;
  streams: readonly Profile[];
  /** Around an event. */
  preSeconds: string;
  postSeconds: string;
  schedule: readonly Period[];
  days: string;
  gigabytes: string;
}

export const EMPTY: Draft = {
  name: '',
  driver: 'rtsp',
  address: '',
  subAddress: '',
  channel: '',
  username: '',
  password: '',
  enabled: true,
  mode: 'continuous',
  streams: ['main', 'sub'],
  preSeconds: '10',
  postSeconds: '20',
  schedule: [],
  days: '',
  gigabytes: '',
};

export function draftOf(camera: Camera): Draft {
  return {
    name: camera.name,
    driver: camera.driver,
    address: camera.address,
    subAddress: camera.subAddress ?? '',
    channel: camera.channel?.toString() ?? '',
    username: camera.username ?? '',
    password: '',
    enabled: camera.enabled,
    mode: camera.record.mode,
    streams: camera.record.streams,
    preSeconds: camera.record.preSeconds.toString(),
    postSeconds: camera.record.postSeconds.toString(),
    schedule: camera.record.schedule ?? [],
    days: camera.retention?.days?.toString() ?? '',
    gigabytes: camera.retention?.gigabytes?.toString() ?? '',
  };
}

/** The camera to send. `before` gives what the form does not show; without it a new camera is made. */
export function cameraOf(draft: Draft, before?: Camera): Partial<Camera> {
  const retention = {
    ...given('days', number(draft.days)),
    ...given('gigabytes', number(draft.gigabytes)),
  };
  return {
    ...(before === undefined ? {} : { id: before.id }),
    name: draft.name.trim(),
    driver: draft.driver,
    address: draft.address.trim(),
    ...given('subAddress', text(draft.subAddress)),
    ...given('channel', number(draft.channel)),
    ...given('username', text(draft.username)),
    // Blanks may belong to a password.
    ...given('password', draft.password === '' ? undefined : draft.password),
    enabled: draft.enabled,
    record: recordOf(draft, before?.record),
    ...(Object.keys(retention).length === 0 ? {} : { retention }),
  };
}

/** What the mode does not show stays as it was: nobody could see a fault in it. */
function recordOf(draft: Draft, before: Camera['record'] | undefined): Camera['record'] {
  const around = draft.mode === 'events';
  const schedule = draft.mode === 'schedule' ? draft.schedule : before?.schedule;
  return {
    mode: draft.mode,
    // The API wants one also where nothing is recorded.
    streams: draft.streams.length === 0 ? ['main'] : draft.streams,
    preSeconds: around ? Number(draft.preSeconds) : (before?.preSeconds ?? Number(EMPTY.preSeconds)),
    postSeconds: around ? Number(draft.postSeconds) : (before?.postSeconds ?? Number(EMPTY.postSeconds)),
    ...given('schedule', schedule),
  };
}

/** What addresses look like, by driver. */
const EXAMPLES: Record<string, string> = {
  rtsp: 'rtsp://192.168.1.20/stream1',
  onvif: 'http://192.168.1.20/onvif/device_service',
  dvr: 'dvr://192.168.1.20',
  dvrip: 'dvrip://192.168.1.20',
};

export const exampleOf = (driver: string): string => EXAMPLES[driver] ?? '';

/** The driver that goes with an address as somebody pasted it: the chosen one if it can, else the only one that does. */
export function driverFor(address: string, chosen: string, known: readonly Driver[]): string {
  const scheme = /^\s*([a-z][a-z\d+.-]*):\/\//i.exec(address)?.[1]?.toLowerCase();
  const able = known.flatMap(({ name, schemes }) =>
    name !== undefined && scheme !== undefined && schemes?.includes(scheme) === true ? [name] : [],
  );
  return able.length === 1 && !able.includes(chosen) ? (able[0] ?? chosen) : chosen;
}

/** Whether a driver's cameras are channels of a recorder; of those we do not know, they may be. */
export const hasChannels = (driver: string): boolean => driver !== 'rtsp';

/** Whether the sub stream has an address of its own; of drivers that we do not know, it may have. */
export const hasSubAddress = (driver: string): boolean => driver !== 'dvr' && driver !== 'dvrip';

/** Whether a driver tells of motion and alarm inputs; of drivers that we do not know, it may. */
export const tellsEvents = (driver: string): boolean => driver !== 'rtsp';

/** Faults that can be told before asking the recorder; by the field's name in the API. */
export function faultsOf(draft: Draft): Record<string, string> {
  return {
    ...(draft.name.trim() === '' ? { name: 'Give the camera a name.' } : {}),
    ...(draft.address.trim() === '' ? { address: 'Give the camera’s address.' } : {}),
    ...(draft.mode !== 'off' && draft.streams.length === 0
      ? { streams: 'Choose at least one stream, or record never.' }
      : {}),
    ...(draft.mode === 'events' ? secondsFaults(draft) : {}),
    ...(draft.mode === 'schedule' ? scheduleFaults(draft.schedule) : {}),
    ...(badNumber(draft.channel) ? { channel: 'The recorder’s channel, from 1.' } : {}),
    ...(badNumber(draft.days) ? { days: 'A number of days, or nothing.' } : {}),
    ...(badNumber(draft.gigabytes) ? { gigabytes: 'A number of gigabytes, or nothing.' } : {}),
  };
}

function secondsFaults(draft: Draft): Record<string, string> {
  const bad = (seconds: string) => !/^\s*\d+\s*$/.test(seconds);
  return {
    ...(bad(draft.preSeconds) ? { preSeconds: 'A number of seconds; 0 for none.' } : {}),
    ...(bad(draft.postSeconds) ? { postSeconds: 'A number of seconds; 0 for none.' } : {}),
  };
}

function scheduleFaults(schedule: readonly Period[]): Record<string, string> {
  if (schedule.length === 0) {
    return { schedule: 'Add a time, or choose another way to record.' };
  }
  const faults = schedule.flatMap(({ days, from, to }, row) => [
    ...(days.length === 0 ? [[`schedule.${row}.days`, 'Choose at least one day.']] : []),
    ...(from === '' ? [[`schedule.${row}.from`, 'A time of day.']] : []),
    ...(to === '' ? [[`schedule.${row}.to`, 'A time of day.']] : []),
  ]);
  return Object.fromEntries(faults) as Record<string, string>;
}

/**
 * The input that shows a fault the recorder found at `field`: the last part of a path such as `record.streams`, and
 * `schedule.0.from` for a part of the schedule.
 */
export function inputOf(field: string | undefined): string | undefined {
  const scheduled = /^record\.(schedule\.\d+\.(days|from|to))$/.exec(field ?? '');
  if (scheduled !== null) {
    return scheduled[1];
  }
  const last = field?.split('.').at(-1) ?? '';
  return last in EMPTY ? last : undefined;
}

/** A problem as it is said at its input, where the name of the field is known: `Must be 0 to 60.` */
export function wordsAtInput({ words, field }: Problem): string {
  const name = `${field ?? ''} `.toLowerCase();
  if (name === ' ' || !words.toLowerCase().startsWith(name)) {
    return words;
  }
  const rest = words.slice(name.length);
  return rest.charAt(0).toUpperCase() + rest.slice(1);
}

const text = (value: string): string | undefined => (value.trim() === '' ? undefined : value.trim());
const number = (value: string): number | undefined => (value.trim() === '' ? undefined : Number(value));
const badNumber = (value: string): boolean => value.trim() !== '' && !(Number(value) > 0);

function given<K extends string, T>(key: K, value: T | undefined): Partial<Record<K, T>> {
  return value === undefined ? {} : ({ [key]: value } as Record<K, T>);
}

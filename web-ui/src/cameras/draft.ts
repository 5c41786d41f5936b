/** What the camera form holds, and how it becomes a camera of the API. */
import type { Camera, Profile, RecordMode } from '../api/types';

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
    record: {
      mode: draft.mode,
      // The API wants one also where nothing is recorded.
      streams: draft.streams.length === 0 ? ['main'] : draft.streams,
      preSeconds: before?.record.preSeconds ?? 10,
      postSeconds: before?.record.postSeconds ?? 20,
      ...given('schedule', before?.record.schedule),
    },
    ...(Object.keys(retention).length === 0 ? {} : { retention }),
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

/** Whether a driver's cameras are channels of a recorder; of those we do not know, they may be. */
export const hasChannels = (driver: string): boolean => driver !== 'rtsp';

/** Whether the sub stream has an address of its own; of drivers that we do not know, it may have. */
export const hasSubAddress = (driver: string): boolean => driver !== 'dvr' && driver !== 'dvrip';

/** Faults that can be told before asking the recorder; by the field's name in the API. */
export function faultsOf(draft: Draft): Record<string, string> {
  return {
    ...(draft.name.trim() === '' ? { name: 'Give the camera a name.' } : {}),
    ...(draft.address.trim() === '' ? { address: 'Give the camera’s address.' } : {}),
    ...(draft.mode !== 'off' && draft.streams.length === 0
      ? { streams: 'Choose at least one stream, or record never.' }
      : {}),
    ...(badNumber(draft.channel) ? { channel: 'The recorder’s channel, from 1.' } : {}),
    ...(badNumber(draft.days) ? { days: 'A number of days, or nothing.' } : {}),
    ...(badNumber(draft.gigabytes) ? { gigabytes: 'A number of gigabytes, or nothing.' } : {}),
  };
}

/** The input that shows a fault the recorder found at `field`: the last part of a path such as `record.streams`. */
export function inputOf(field: string | undefined): keyof Draft | undefined {
  const last = field?.split('.').at(-1) ?? '';
  return last in EMPTY ? (last as keyof Draft) : undefined;
}

const text = (value: string): string | undefined => (value.trim() === '' ? undefined : value.trim());
const number = (value: string): number | undefined => (value.trim() === '' ? undefined : Number(value));
const badNumber = (value: string): boolean => value.trim() !== '' && !(Number(value) > 0);

function given<K extends string, T>(key: K, value: T | undefined): Partial<Record<K, T>> {
  return value === undefined ? {} : ({ [key]: value } as Record<K, T>);
}

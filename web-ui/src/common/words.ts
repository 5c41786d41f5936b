/** States and numbers in words an operator understands. */
import type { CameraStatus, GapCause, RecordMode, StreamStatus } from '../api/types';
import { lengthWords } from './time';

export type Tone = 'ok' | 'soon' | 'bad' | 'off';

export interface Said {
  readonly tone: Tone;
  readonly words: string;
  /** Why, if anybody knows. */
  readonly reason?: string;
}

/** `offline: no route to 10.0.0.7` */
export const saidInFull = ({ words, reason }: Said): string =>
  reason === undefined || reason === '' ? words : `${words}: ${reason}`;

/** A stream's state; offline comes with its reason. */
export function stateWords(status: StreamStatus): Said {
  switch (status.state) {
    case 'live':
      return { tone: 'ok', words: 'live' };
    case 'connecting':
      return { tone: 'soon', words: 'connecting' };
    case 'unauthorized':
      // A locked account, or a login that is not set, is not a wrong password: the reason tells.
      return { tone: 'bad', words: 'login refused', ...reasonOf(status) };
    case 'unsupported':
      return { tone: 'bad', words: 'not supported', ...reasonOf(status) };
    case 'offline':
      return { tone: 'bad', words: 'offline', ...reasonOf(status) };
  }
}

const reasonOf = ({ lastError }: StreamStatus) =>
  lastError === undefined || lastError === '' ? {} : { reason: lastError };

/** What a stream is: `H.264 · 1920 × 1080 · 25 fps · 4.0 Mbit/s`. Unknown parts are left out. */
export function streamWords(status: StreamStatus): string {
  const { codec, width, height, fps, bitrateKbps, audio } = status;
  return [
    codec == null ? undefined : (CODECS[codec] ?? codec.toUpperCase()),
    width != null && height != null && width > 0 ? `${width} × ${height}` : undefined,
    fps !== undefined && fps > 0 ? `${Math.round(fps)} fps` : undefined,
    bitrateKbps !== undefined && bitrateKbps > 0 ? bitrateWords(bitrateKbps) : undefined,
    audio !== undefined && audio !== 'none' ? 'sound' : undefined,
  ]
    .filter((part) => part !== undefined)
    .join(' · ');
}

const CODECS: Record<string, string> = { h264: 'H.264', h265: 'H.265' };

export function bitrateWords(kbps: number): string {
  return kbps >= 1000 ? `${(kbps / 1000).toFixed(1)} Mbit/s` : `${Math.round(kbps)} kbit/s`;
}

/** Less is jitter of the way, and of no consequence. */
const CLOCK_SECONDS = 2;

/**
 * How wrong a camera's clock is, by what any of its streams told: `37 s behind`, `2 h 05 min ahead`; undefined: right, or
 * not known.
 */
export function clockOffWords({ streams }: CameraStatus): string | undefined {
  const off = streams.main?.clockOffsetSeconds ?? streams.sub?.clockOffsetSeconds ?? 0;
  return Math.abs(off) <= CLOCK_SECONDS
    ? undefined
    : `${lengthWords(Math.abs(off) * 1000)} ${off < 0 ? 'behind' : 'ahead'}`;
}

export function bytesWords(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${value >= 100 || unit === 0 ? Math.round(value) : value.toFixed(1)} ${units[unit] ?? ''}`;
}

export const CAUSES: Record<GapCause, string> = {
  'camera-offline': 'camera was offline',
  'recorder-down': 'recorder was not running',
  'disk-full': 'disk was full',
  'disk-error': 'disk failed',
  disabled: 'recording was switched off, or not set up yet',
  'no-event': 'nothing happened (records on events only)',
  deleted: 'deleted since',
};

export const MODES: Record<RecordMode, string> = {
  continuous: 'always',
  events: 'on events',
  schedule: 'on schedule',
  off: 'never',
};

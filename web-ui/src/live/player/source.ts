import type { Profile } from '../../api/types';

/** Something to look at. Two sources with the same key are the same. */
export interface Source {
  readonly key: string;
  /** WHEP address. */
  readonly whep: string;
  /** Path of the fMP4 WebSocket below the API. */
  readonly socket: string;
  /** Path of the WebSocket that tells when each picture was recorded; undefined: live. */
  readonly times?: string;
  readonly audio: boolean;
  /** True if a picture that stands still means trouble; false for a replay, which may be paused. */
  readonly live: boolean;
}

/** A camera as it is now. Sound comes with the main stream only: a wall of sounds helps nobody. */
export function liveSource(camera: string, profile: Profile): Source {
  const path = `/live/${encodeURIComponent(camera)}/${profile}`;
  return { key: path, whep: `/whep${path}`, socket: path, audio: profile === 'main', live: true };
}

/** One camera of a replay, by the WHEP address the recorder gave. */
export function replaySource(replay: string, camera: string, whep: string): Source {
  const socket = `/live/replay/${encodeURIComponent(replay)}/${encodeURIComponent(camera)}`;
  return { key: whep, whep, socket, times: `${socket}/times`, audio: true, live: false };
}

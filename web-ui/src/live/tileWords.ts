import type { Problem } from '../api/http';
import type { Camera, CameraStatus, Profile, StreamStatus } from '../api/types';
import { stateWords } from '../common/words';
import type { Said } from '../common/words';
import type { PlayerState } from './player/machine';

/**
 * What a tile says. A picture in sight is live, whatever anybody reports, though it may be the stream that was shown
 * before the one that is asked for; else the recorder knows best why the camera does not deliver; else the player tells
 * why the picture does not get here.
 */
export function tileWords(
  camera: Camera,
  player: PlayerState,
  inSight: boolean,
  stream: StreamStatus | undefined,
  problem: Problem | undefined,
): Said {
  if (!camera.enabled) {
    return { tone: 'off', words: 'switched off' };
  }
  const why = player.phase === 'waiting' || player.phase === 'opening' ? player.why : undefined;
  if (inSight) {
    return why === undefined
      ? { tone: 'ok', words: 'live' }
      : { tone: 'soon', words: 'shows the other stream', reason: lowered(why) };
  }
  if (problem?.kind === 'unreachable') {
    return { tone: 'bad', words: 'the recorder does not answer' };
  }
  if (stream !== undefined && stream.state !== 'live') {
    return stateWords(stream);
  }
  if (why !== undefined) {
    return { tone: 'soon', words: 'no picture', reason: lowered(why) };
  }
  return { tone: 'soon', words: 'connecting' };
}

/** The stream that fits a tile: the sub stream, or the main stream of a camera that has no other. */
export function smallProfile(camera: Camera, streams: CameraStatus['streams'] | undefined): Profile {
  if (streams !== undefined) {
    return streams.sub === undefined && streams.main !== undefined ? 'main' : 'sub';
  }
  return camera.driver === 'rtsp' && camera.subAddress === undefined ? 'main' : 'sub';
}

/** The stream that is wanted; the other one where that is H.265, this browser does not show it, and the other is not. */
export function shownProfile(
  wanted: Profile,
  streams: CameraStatus['streams'] | undefined,
  showsH265: boolean,
): Profile {
  const other = wanted === 'main' ? 'sub' : 'main';
  const refused = streams?.[wanted]?.codec === 'h265' && !showsH265;
  return refused && streams[other]?.codec === 'h264' ? other : wanted;
}

/** As the second half of a sentence: no capital (unless it is a name), no full stop. */
function lowered(sentence: string): string {
  const end = sentence.replace(/\.$/, '');
  return /^[A-Z][a-z]/.test(end) ? end.charAt(0).toLowerCase() + end.slice(1) : end;
}

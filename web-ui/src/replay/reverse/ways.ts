import { isWebRtcPromising } from '../../live/player/webrtc';
import { canDecode } from './decoder';

/**
 * How this page can play backward: decode groups of pictures by itself, turn those round that the recorder sends by
 * WebRTC, or show key pictures.
 */
export type Way = 'decode' | 'capture' | 'keys';

export const wayHere = (): Way => (canDecode() ? 'decode' : isWebRtcPromising() ? 'capture' : 'keys');

/** Faster, key pictures follow each other quickly enough. */
const FASTEST = -4;
/**
 * Cameras times speed. Decoding: 480 pictures a second of sub streams, as many as a desktop does in software. What is
 * captured off a video takes a copy of each picture, with three times the memory.
 */
const MOST_AT_ONCE = { decode: 32, capture: 4, keys: 0 } as const;
/** For the decoded pictures of all cameras: two groups of 30 pictures of 16 sub streams of 640x360. */
const KEPT_BYTES = 320 * 1024 * 1024;

/**
 * True if every picture is to be seen at that speed; false: key pictures.
 *
 * @param tooMuch cameras times speed at which this computer fell behind
 */
export const isSmooth = (way: Way, rate: number, cameras: number, tooMuch: number): boolean =>
  rate < 0 && rate >= FASTEST && cameras * -rate <= MOST_AT_ONCE[way] && cameras * -rate < tooMuch;

/** What one group of one camera may have. Captured are three: the one in sight, the one before it, and one that comes. */
export const keptBytes = (way: Way, cameras: number): number =>
  KEPT_BYTES / (way === 'capture' ? 3 : 2) / cameras;

import { canDecode } from './decoder';

/** How this page can play backward: decode groups of pictures by itself, or show key pictures. */
export type Way = 'decode' | 'keys';

export const wayHere = (): Way => (canDecode() ? 'decode' : 'keys');

/** Faster, key pictures follow each other quickly enough. */
const FASTEST = -4;
/** Cameras times speed: 480 pictures a second of sub streams, as many as a desktop decodes in software. */
const MOST_AT_ONCE = 32;
/** For the decoded pictures of all cameras: two groups of 30 pictures of 16 sub streams of 640x360. */
const KEPT_BYTES = 320 * 1024 * 1024;

/** True if every picture is to be seen at that speed; false: key pictures. */
export const isSmooth = (way: Way, rate: number, cameras: number): boolean =>
  way !== 'keys' && rate < 0 && rate >= FASTEST && cameras * -rate <= MOST_AT_ONCE;

/** What one decoded group of one camera may have. */
export const keptBytes = (cameras: number): number => KEPT_BYTES / 2 / cameras;

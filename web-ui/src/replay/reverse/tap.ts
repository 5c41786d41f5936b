/**
 * Takes a copy of each picture that a video is given, in their order, until the returned function is called.
 *
 * @param taken hears of each: the RTP timestamp under which it came, and the copy
 */
export function tapPictures(video: HTMLVideoElement, taken: Taken): () => void {
  let untap: (() => void) | undefined;
  let over = false;
  const begin = () => {
    untap?.();
    untap =
      'MediaStreamTrackProcessor' in window ? tapTrack(video, taken, fallBack) : tapElement(video, taken);
  };
  const fallBack = () => {
    if (!over) {
      untap = tapElement(video, taken);
    }
  };
  begin();
  // A player that begins anew gives its element another stream.
  video.addEventListener('loadstart', begin);
  return () => {
    over = true;
    video.removeEventListener('loadstart', begin);
    untap?.();
  };
}

export type Taken = (ticks: number, picture: Promise<ImageBitmap>) => void;

/** Of what the element presents; nearly each picture, while they come no faster than the screen is drawn. */
function tapElement(video: HTMLVideoElement, taken: Taken): () => void {
  let handle = 0;
  const next = () => {
    handle = video.requestVideoFrameCallback((_now, { rtpTimestamp }) => {
      if (rtpTimestamp !== undefined) {
        taken(rtpTimestamp, createImageBitmap(video));
      }
      next();
    });
  };
  next();
  return () => video.cancelVideoFrameCallback(handle);
}

/** Chromium has this without a secure origin, too: every decoded picture, presented or not. */
declare class MediaStreamTrackProcessor {
  constructor(init: { track: MediaStreamTrack; maxBufferSize: number });
  readonly readable: ReadableStream<TrackFrame>;
}

interface TrackFrame extends VideoFrame {
  metadata?(): { readonly rtpTimestamp?: number };
}

/** Half a second of pictures, if the page is busy. */
const MAX_WAITING = 30;
/** At once; the copying of one may take longer than a picture lasts. */
const MOST_COPIES = 8;

/** @param fallBack called if pictures come without their RTP timestamp */
function tapTrack(video: HTMLVideoElement, taken: Taken, fallBack: () => void): () => void {
  const stream = video.srcObject;
  const [track] = stream instanceof MediaStream ? stream.getVideoTracks() : [];
  if (track === undefined) {
    return () => undefined;
  }
  const copy = track.clone();
  const reader = new MediaStreamTrackProcessor({
    track: copy,
    maxBufferSize: MAX_WAITING,
  }).readable.getReader();
  const end = () => {
    copy.stop();
    void reader.cancel().catch(() => undefined);
  };
  const copies: Promise<unknown>[] = [];
  const read = async () => {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      const frame = next.value;
      const ticks = frame.metadata?.().rtpTimestamp;
      if (ticks === undefined) {
        frame.close();
        end();
        fallBack();
        return;
      }
      // A copy: a decoder has only so many pictures of its own.
      const picture = createImageBitmap(frame).finally(() => frame.close());
      taken(ticks, picture);
      copies.push(picture.catch(() => undefined));
      if (copies.length >= MOST_COPIES) {
        await copies.shift();
      }
    }
  };
  void read().catch(() => undefined);
  return end;
}

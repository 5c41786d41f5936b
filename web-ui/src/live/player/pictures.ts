/**
 * Watches which pictures a video element presents. `requestVideoFrameCallback` is the proof; elements without it
 * are asked for their clock four times a second.
 *
 * @param seen hears of each, with its RTP timestamp or, where there is none, its time in the buffer, both in 90 kHz;
 *   undefined if the browser does not tell
 */
export function watchPictures(
  video: HTMLVideoElement,
  seen: (ticks: number | undefined) => void,
): () => void {
  if ('requestVideoFrameCallback' in video) {
    let handle = 0;
    const next = () => {
      handle = video.requestVideoFrameCallback((_now, picture: VideoFrameCallbackMetadata) => {
        seen(picture.rtpTimestamp ?? picture.mediaTime * 90_000);
        next();
      });
    };
    next();
    return () => video.cancelVideoFrameCallback(handle);
  }
  const old = video as HTMLVideoElement;
  let last = old.currentTime;
  const timer = setInterval(() => {
    if (old.currentTime !== last && old.videoWidth > 0) {
      last = old.currentTime;
      seen(undefined);
    }
  }, 250);
  return () => clearInterval(timer);
}

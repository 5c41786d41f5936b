/**
 * Watches which pictures a video element presents. `requestVideoFrameCallback` is the proof; elements without it
 * are asked for their clock four times a second.
 */
export function watchPictures(video: HTMLVideoElement, seen: () => void): () => void {
  if ('requestVideoFrameCallback' in video) {
    let handle = 0;
    const next = () => {
      handle = video.requestVideoFrameCallback(() => {
        seen();
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
      seen();
    }
  }, 250);
  return () => clearInterval(timer);
}

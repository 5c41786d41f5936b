/**
 * A step back makes the browser decode from the key picture on, and it shows what lies between. While that lasts the
 * picture before the step stays in sight, on a canvas over the video.
 */
export class StepCover {
  private readonly listeners = new Set<() => void>();

  /** Before the step is asked for. */
  readonly raise = (): void => this.listeners.forEach((listener) => listener());

  readonly onRaise = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
}

/** No picture for so long after one: it was the wanted one. Of a burst they are decoded faster than that. */
const QUIET_MS = 90;
/** A large group of pictures in a slow browser takes 0.8 s. */
const PATIENCE_MS = 1200;

/** Covers one video with one canvas; a function that ends it. */
export function coverSteps(cover: StepCover, stage: HTMLElement, canvas: HTMLCanvasElement): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let watched: HTMLVideoElement | undefined;
  let handle = 0;

  const lift = () => {
    clearTimeout(timer);
    watched?.cancelVideoFrameCallback(handle);
    watched = undefined;
    canvas.hidden = true;
  };
  const expectMore = (ms: number) => {
    clearTimeout(timer);
    timer = setTimeout(lift, ms);
  };
  const watch = (video: HTMLVideoElement) => {
    handle = video.requestVideoFrameCallback(() => {
      expectMore(QUIET_MS);
      watch(video);
    });
  };
  const raise = () => {
    const video = [...stage.querySelectorAll('video')].at(-1);
    if (video === undefined || video.videoWidth === 0 || !('requestVideoFrameCallback' in video)) {
      return;
    }
    if (canvas.hidden) {
      canvas.width = video.videoWidth;
      canvas.height = video.videoHeight;
      canvas.getContext('2d')?.drawImage(video, 0, 0);
      canvas.hidden = false;
    }
    expectMore(PATIENCE_MS);
    if (watched === undefined) {
      watched = video;
      watch(video);
    }
  };

  const forget = cover.onRaise(raise);
  return () => {
    forget();
    lift();
  };
}

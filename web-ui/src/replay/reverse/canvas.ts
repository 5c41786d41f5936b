import type { PictureTime } from '../PictureClock';

/** What the video goes on with when it takes over from the canvas. */
export interface GoesOn {
  readonly playing: boolean;
  readonly rate: number;
}

/** If the browser does not tell of the awaited picture: a burst up to it takes 0.8 s in a slow browser. */
const PATIENCE_MS = 2000;
/** No picture for so long after one near the awaited one: it was that. In a burst they follow each other quickly. */
const QUIET_MS = 90;
/** Pictures of two streams of a camera, of the same moment: one of the slower stream. */
const NEAR_MS = 100;
/** From one picture to the next while every picture is played. */
const NEXT_MS = 500;
/** Faster, key pictures are played. */
const ALL_PICTURES_UP_TO = 4;

/**
 * The canvas over the video that shows what goes backward. When that ends its last picture stays until the video
 * shows one that fits. Tells of when the picture in sight is, whichever of the two it is on.
 */
export class ReverseCanvas {
  private readonly context: CanvasRenderingContext2D | null;
  private last: number | undefined;
  private goesOn: GoesOn | undefined;
  /** Until then the video shows what was on its way before, in the page's time. */
  private strayUntil = 0;
  /** Of when the video's picture is. */
  private video = Number.NaN;
  /** Of when the picture is at which a paused replay stands. */
  private stands: number | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly time: PictureTime,
  ) {
    this.context = canvas.getContext('2d');
  }

  begin(): void {
    clearTimeout(this.timer);
    this.goesOn = undefined;
  }

  /** What the video shows now stays in sight until pictures are drawn; if none are to be, not for long. */
  hold(video: HTMLVideoElement): void {
    if (this.canvas.hidden && video.videoWidth > 0) {
      this.canvas.width = video.videoWidth;
      this.canvas.height = video.videoHeight;
      this.context?.drawImage(video, 0, 0);
      this.canvas.hidden = false;
      this.last = this.time.get();
      this.liftIn(PATIENCE_MS);
    }
  }

  /** Recorded time of the newest picture that was drawn. */
  get newest(): number | undefined {
    return this.last;
  }

  draw(at: number, picture: VideoFrame | ImageBitmap): void {
    const width = 'displayWidth' in picture ? picture.displayWidth : picture.width;
    const height = 'displayHeight' in picture ? picture.displayHeight : picture.height;
    if (this.canvas.width !== width || this.canvas.height !== height) {
      this.canvas.width = width;
      this.canvas.height = height;
    }
    this.context?.drawImage(picture, 0, 0);
    this.canvas.hidden = false;
    this.last = at;
    this.time.set(at);
  }

  /** Of when the video's picture is, whether it is in sight or behind the canvas. */
  readonly videoShows = (at: number): void => {
    const step = at - this.video;
    this.video = at;
    if (this.goesOn !== undefined && performance.now() >= this.strayUntil) {
      this.awaited(at, step, this.goesOn);
    }
    if (this.canvas.hidden) {
      this.time.set(at);
    }
  };

  /** Before what it goes on with, the video shows what was on its way, and all that leads to the awaited picture. */
  private awaited(at: number, step: number, { playing, rate }: GoesOn): void {
    const beyond = at - (this.last ?? at);
    const isNear = Math.abs(beyond) <= NEAR_MS;
    if (!playing) {
      if (isNear) {
        this.liftIn(QUIET_MS);
      }
    } else if (
      isNear ||
      (rate < 0 || rate > ALL_PICTURES_UP_TO ? beyond < 0 : beyond > 0 && step > 0 && step < NEXT_MS)
    ) {
      this.lift();
    }
  }

  /** The recorder sent the picture at which a paused replay stands; the browser may not tell of it. */
  settled(at: number): void {
    this.stands = at;
    if (this.canvas.hidden) {
      this.time.set(at);
    }
  }

  /**
   * Nothing more is drawn.
   *
   * @param strayMs for so long the video may show pictures from anywhere
   */
  end(goesOn: GoesOn, strayMs = 0): void {
    if (!this.canvas.hidden) {
      this.goesOn = goesOn;
      this.strayUntil = performance.now() + strayMs;
      this.stands = undefined;
      this.liftIn(PATIENCE_MS);
    }
  }

  private liftIn(ms: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.lift(), ms);
  }

  /** The video is in sight, at once. */
  lift(): void {
    clearTimeout(this.timer);
    if (this.goesOn?.playing === false && this.stands !== undefined) {
      this.time.set(this.stands);
    }
    this.goesOn = undefined;
    this.last = undefined;
    this.canvas.hidden = true;
  }
}

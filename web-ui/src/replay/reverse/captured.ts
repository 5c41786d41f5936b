import type { Backward } from './backward';
import type { Supply } from './play';

interface Picture {
  readonly at: number;
  readonly picture: ImageBitmap;
}

/** One group, or as much of it as came. */
interface Run {
  pictures: Picture[];
  newest: number;
  /** When that came, in the page's time. */
  since: number;
  bytes: number;
  /** Of so many pictures one is kept. */
  stride: number;
  count: number;
}

/**
 * Pictures taken off a video to which the recorder sends each group of pictures forward and the groups backward, where
 * a page may not decode by itself. A group is drawn from when it is there as a whole and the clock comes to its end:
 * whatever else comes, on its way since before a jump, is never drawn. What could not be taken is missing, no more.
 */
export class Captured {
  /** Rising; those that are drawn from are taken out. The last one may still be coming. */
  private runs: Run[] = [];
  /** Drawn from; what comes late of it is added. */
  private drawn: { readonly newest: number; readonly into: Backward<ImageBitmap> } | undefined;
  /** Recorded times by RTP timestamp. */
  private readonly times = new Map<number, number>();
  private newestTicks: number | undefined;
  /** In the order of the video; they are copied, or their time is not told yet. */
  private waiting: { readonly ticks: number; picture: ImageBitmap | undefined }[] = [];
  private told = 0;
  private taken = 0;
  private arrived = false;
  private readonly began: number;
  private closed = false;

  /**
   * @param keptBytes of the pictures of one group; of more every second, fourth … is kept
   * @param failed too few pictures can be taken in this browser
   */
  constructor(
    private readonly keptBytes: number,
    private readonly failed: () => void,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.began = now();
  }

  /** The recorder told of when the picture with that RTP timestamp is; before or after it comes. */
  tell(ticks: number, at: number): void {
    const key = ticks % WRAP;
    this.times.set(key, at);
    this.newestTicks = key;
    const [oldest] = this.times.keys();
    if (this.times.size > MOST_TIMES && oldest !== undefined) {
      this.times.delete(oldest);
    }
    this.settle();
    const mustCome = this.arrived || this.now() - this.began > CONNECTED_MS;
    if (mustCome && ++this.told % TRIED === 0) {
      const few = this.taken < TRIED * LEAST;
      this.taken = 0;
      if (few && !this.closed) {
        this.failed();
      }
    }
  }

  /** The video was given a picture. */
  readonly take = (ticks: number, copy: Promise<ImageBitmap>): void => {
    this.arrived = true;
    const entry: { readonly ticks: number; picture: ImageBitmap | undefined } = { ticks, picture: undefined };
    this.waiting.push(entry);
    if (this.waiting.length > MOST_WAITING) {
      this.waiting.shift()?.picture?.close(); // a media server gives them numbers of its own
    }
    copy.then(
      (picture) => {
        if (this.closed || !this.waiting.includes(entry)) {
          picture.close();
        } else {
          entry.picture = picture;
          this.settle();
        }
      },
      () => {
        this.waiting = this.waiting.filter((other) => other !== entry);
        this.settle();
      },
    );
  };

  private settle(): void {
    for (let first = this.waiting[0]; first?.picture !== undefined; first = this.waiting[0]) {
      const at = this.times.get(first.ticks);
      if (at === undefined && !this.isPassed(first.ticks)) {
        return;
      }
      this.waiting.shift();
      if (at === undefined) {
        first.picture.close(); // it was on its way before all this began
      } else {
        this.taken++;
        this.keep(at, first.picture);
      }
    }
  }

  /** A later picture was told of already. */
  private isPassed(ticks: number): boolean {
    return this.newestTicks !== undefined && ((this.newestTicks - ticks) | 0) > 0;
  }

  private keep(at: number, picture: ImageBitmap): void {
    let run = this.runs.at(-1);
    if (
      run === undefined &&
      this.drawn !== undefined &&
      at > this.drawn.newest &&
      at < this.drawn.newest + SLOWEST_MS
    ) {
      this.drawn.into.add(at, picture);
      return;
    }
    if (run === undefined || at < run.newest || at > run.newest + SLOWEST_MS) {
      run = { pictures: [], newest: at, since: 0, bytes: 0, stride: 1, count: 0 };
      this.runs.push(run);
      this.runs.splice(0, this.runs.length - MOST_RUNS).forEach(release);
    }
    run.newest = at;
    run.since = this.now();
    if (run.count++ % run.stride !== 0) {
      picture.close();
      return;
    }
    run.pictures.push({ at, picture });
    run.bytes += picture.width * picture.height * 4;
    if (run.bytes > this.keptBytes) {
      thin(run);
    }
  }

  /**
   * Pictures for a clock that begins.
   *
   * @param ready there is enough to begin with
   */
  supply(into: Backward<ImageBitmap>, ready: () => void): Supply {
    this.drawn = undefined;
    let since: number | undefined;
    return {
      need: (clock) => {
        const first = since === undefined;
        const run = this.next(clock, first);
        if (run !== undefined) {
          run.pictures.forEach(({ at, picture }) => into.add(at, picture));
          this.drawn = { newest: run.newest, into };
          since ??= this.now();
          if (run.newest - (run.pictures[0]?.at ?? run.newest) >= ENOUGH_MS) {
            ready();
          }
        }
        if (since !== undefined && (this.isWhole(this.runs[0]) || this.now() - since > LONGEST_MS)) {
          ready();
        }
      },
      close: () => {
        this.drawn = undefined;
      },
    };
  }

  /** The next group, if it is there and the clock comes to its end; at first the one in which the clock stands. */
  private next(clock: number, isFirst: boolean): Run | undefined {
    const index = isFirst
      ? this.runs.findLastIndex((run) => this.isWhole(run) && (isAt(run, clock) || this.isOld(run)))
      : this.runs.findIndex((run) => this.isWhole(run) && clock < run.newest + NEAR_MS);
    const [run, ...passed] = this.runs.splice(0, index + 1).reverse();
    passed.forEach(release);
    return run;
  }

  private isOld(run: Run): boolean {
    return this.now() - run.since > PATIENCE_MS;
  }

  private isWhole(run: Run | undefined): boolean {
    return run !== undefined && (run !== this.runs.at(-1) || this.now() - run.since > QUIET_MS);
  }

  close(): void {
    this.closed = true;
    this.runs.forEach(release);
    this.runs = [];
    this.waiting.splice(0).forEach(({ picture }) => picture?.close());
  }
}

function isAt({ pictures, newest }: Run, clock: number): boolean {
  return clock < newest + NEAR_MS && clock > (pictures[0]?.at ?? newest) - NEAR_MS;
}

function release(run: Run): void {
  run.pictures.forEach(({ picture }) => picture.close());
}

function thin(run: Run): void {
  const kept = run.pictures.filter((_, index) => index % 2 === 0);
  run.pictures.filter((_, index) => index % 2 === 1).forEach(({ picture }) => picture.close());
  run.bytes *= kept.length / run.pictures.length;
  run.pictures = kept;
  run.stride *= 2;
}

const WRAP = 2 ** 32;
/** 17 s at 60 pictures a second. */
const MOST_TIMES = 1024;
/** A second of pictures whose time is not told yet. */
const MOST_WAITING = 64;
/** The group that is whole and the one that comes, and one more for a jump over a gap. */
const MOST_RUNS = 3;
/** Of so many pictures at least that share must be taken. */
const TRIED = 45;
const LEAST = 0.4;
/** The recorder may tell of pictures before they can come. */
const CONNECTED_MS = 5000;
/** Two pictures that lie farther apart are not of one group. */
const SLOWEST_MS = 2500;
/** Within a group pictures come at least 20 a second. */
const QUIET_MS = 200;
/** A group is wanted when the clock comes so near to its end; the recorder's clock and ours differ by less. */
const NEAR_MS = 800;
/** A camera of one picture a second, or a gap: the clock is not near anything. */
const PATIENCE_MS = 1000;
/** Recorded time with which to begin: meanwhile the group before comes. */
const ENOUGH_MS = 1000;
const LONGEST_MS = 700;

/**
 * Small pictures of recorded times, as wished: while one is on its way only the newest wish waits, for a pointer asks
 * faster than pictures are made. Without a screen and without HTTP.
 */
import type { Result } from '../api/http';
import type { Profile } from '../api/types';

/** A picture that is wished for. */
export interface Wish {
  readonly camera: string;
  readonly stream: Profile;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** A pointer that passes does not ask. */
const PATIENCE_MS = 90;
/** Some seconds of moving about; some 10 kB each. */
const KEPT = 120;
/** After a refusal that is not about one picture: busy, or this recorder makes none. */
const REST_MS = 10_000;

export class Thumbnails {
  /** By camera and time; null: there is none. The oldest first. */
  private readonly known = new Map<string, string | null>();
  private wish: Wish | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private busy = false;
  private restsUntil = 0;
  private closed = false;

  /**
   * @param load asks the recorder
   * @param show makes an address that an image can have of what was loaded
   * @param forget releases that address
   * @param arrived called when a wish has been answered
   */
  constructor(
    private readonly load: (wish: Wish) => Promise<Result<Blob>>,
    private readonly show: (picture: Blob) => string,
    private readonly forget: (address: string) => void,
    private readonly arrived: () => void,
  ) {}

  /** The picture's address if it is here; null: there is none; undefined: not known yet. */
  at(wish: Wish): string | null | undefined {
    return this.known.get(keyOf(wish));
  }

  /** Asks for a picture, soon; an older wish that has not been asked is dropped. */
  want(wish: Wish | undefined): void {
    clearTimeout(this.timer);
    this.wish = wish;
    if (wish !== undefined && !this.known.has(keyOf(wish))) {
      this.timer = setTimeout(() => void this.ask(), PATIENCE_MS);
    }
  }

  close(): void {
    this.closed = true;
    this.want(undefined);
    this.known.forEach((address) => address !== null && this.forget(address));
    this.known.clear();
  }

  private async ask(): Promise<void> {
    const wish = this.wish;
    if (this.busy || wish === undefined || this.known.has(keyOf(wish)) || Date.now() < this.restsUntil) {
      return;
    }
    this.busy = true;
    const answer = await this.load(wish);
    this.busy = false;
    if (this.closed) {
      return;
    }
    if (answer.ok) {
      this.keep(keyOf(wish), this.show(answer.value));
    } else if (answer.problem.kind === 'not-found') {
      this.keep(keyOf(wish), null);
    } else {
      this.restsUntil = Date.now() + (answer.problem.retryAfterSeconds ?? 0) * 1000 + REST_MS;
    }
    this.arrived();
    await this.ask();
  }

  private keep(key: string, address: string | null): void {
    this.known.set(key, address);
    for (const [oldest, old] of this.known) {
      if (this.known.size <= KEPT) {
        break;
      }
      this.known.delete(oldest);
      if (old !== null) {
        this.forget(old);
      }
    }
  }
}

const keyOf = ({ camera, at }: Wish): string => `${camera} ${at}`;

/** Times that show the same picture: of the timeline some pixels, of the recording about a group of pictures. */
export function thumbnailTime(at: number, viewMs: number, widthPx: number): number {
  const step = Math.max(1000, 2 ** Math.ceil(Math.log2((4 * viewMs) / Math.max(widthPx, 1))));
  return Math.floor(at / step) * step;
}

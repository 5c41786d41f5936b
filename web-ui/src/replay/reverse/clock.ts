/**
 * Recorded time that is in sight while a replay goes backward smoothly: one for all cameras of the page. It begins
 * when the first pictures of all are there, or a while after those of the quickest; which is later than the recorder's
 * clock, and it keeps that distance. Where the recorder's clock jumps, over a gap or by a seek, it begins anew. All times
 * in milliseconds since 1970.
 */
export class ReverseClock {
  private rate = 0;
  /** Recorded time at `since`. */
  private anchor: number | undefined;
  /** Undefined: waits for the first pictures. */
  private since: number | undefined;
  /** Those that have theirs, and when the first of them had. */
  private readonly haveSome = new Set<Shows>();
  private firstAt = 0;
  /** The recorder's clock, as it was heard. */
  private recorder = { at: 0, now: 0 };
  private starts = 0;
  private readonly showing = new Set<Shows>();

  /** Changes whenever it begins anew: pictures that were fetched before are of no use then. */
  get start(): number {
    return this.starts;
  }

  /** False while it stands, or waits for pictures. */
  runs(now: number): boolean {
    return this.rate !== 0 && this.begun(now) !== undefined;
  }

  /** Undefined while there is nothing to show backward. */
  at(now: number): number | undefined {
    const since = this.begun(now);
    return this.anchor === undefined || since === undefined
      ? this.anchor
      : this.anchor + this.rate * (now - since);
  }

  /** When it began to run from its anchor, if it did. */
  private begun(now: number): number | undefined {
    const waited = this.haveSome.size > 0 && now >= this.firstAt + MOST_WAIT_MS;
    return this.since ?? (waited ? this.firstAt + MOST_WAIT_MS : undefined);
  }

  /** The recorder's clock as it is now. */
  follow(recorder: number, rate: number, now: number): void {
    const expected = this.recorder.at + this.rate * (now - this.recorder.now);
    const jumped = Math.abs(recorder - expected) > JUMP_MS;
    if (this.anchor === undefined || this.rate === 0 || (jumped && rate === this.rate)) {
      this.stand(recorder);
      this.starts++;
    } else if (rate !== this.rate) {
      this.anchor = this.at(now);
      this.since = this.begun(now) === undefined ? undefined : now;
    }
    this.rate = rate;
    this.recorder = { at: recorder, now };
  }

  /** One that joined has its first pictures, or knows that there are none. */
  ready(shows: Shows, now: number): void {
    if (this.since !== undefined) {
      return;
    }
    if (this.haveSome.size === 0) {
      this.firstAt = now;
    }
    this.haveSome.add(shows);
    if ([...this.showing].every((one) => this.haveSome.has(one))) {
      this.since = this.begun(now) ?? now;
    }
  }

  private stand(at: number | undefined): void {
    this.anchor = at;
    this.since = undefined;
    this.haveSome.clear();
  }

  /** Shows pictures by this clock, until the returned function is called. */
  join(shows: Shows): () => void {
    this.showing.add(shows);
    return () => this.showing.delete(shows);
  }

  /**
   * Stands from now on.
   *
   * @returns the time of the newest picture in sight: whoever goes there by it sees the same pictures again
   */
  halt(now: number): number | undefined {
    const at = this.at(now);
    const newest = [...this.showing].map((shows) => shows.newest ?? Number.NEGATIVE_INFINITY);
    const inSight = newest.filter((time) => at !== undefined && time <= at && time > at - LAST_MS);
    this.stand(inSight.length === 0 ? at : Math.max(...inSight));
    this.rate = 0;
    return this.anchor;
  }
}

/** Something that shows pictures; `newest` is the recorded time of the one in sight. */
export interface Shows {
  readonly newest: number | undefined;
}

/** The picture that a slow camera took so long before is still the one of now. */
const LAST_MS = 3000;
/** 16 cameras on a slow machine have theirs within 2 s of each other; one that does not come must not keep the others. */
const MOST_WAIT_MS = 1500;
/** Answers of the recorder take their time, four times as much at four times the speed; it skips gaps of 12 s. */
const JUMP_MS = 1500;

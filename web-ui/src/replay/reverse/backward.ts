/**
 * Pictures that come group by group, each group forward, and leave one by one, backward: what to draw at a time, and
 * which group to ask for next. Knows neither a decoder nor a clock. Times are recorded ones, milliseconds since 1970.
 *
 * @typeParam P a decoded picture, which must be released after use
 */
export class Backward<P> {
  /** Rising times. */
  private held: { readonly at: number; readonly picture: P }[] = [];
  private groups: readonly { readonly from: number; readonly before: number | undefined }[] = [];

  /**
   * @param after only pictures before this one are drawn: the one in sight, lest the first step go forward
   */
  constructor(
    private readonly release: (picture: P) => void,
    private after = Number.POSITIVE_INFINITY,
  ) {}

  get count(): number {
    return this.held.length;
  }

  /** A picture is there. One that would come too late, or is there already, is released. */
  add(at: number, picture: P): void {
    const place = this.held.findLastIndex((other) => other.at <= at) + 1;
    if (at >= this.after || this.held[place - 1]?.at === at) {
      this.release(picture);
    } else {
      this.held.splice(place, 0, { at, picture });
    }
  }

  /**
   * A group was asked for and is there, its pictures included.
   *
   * @param before where the one before it begins; undefined: nothing more is recorded
   */
  addGroup(from: number, before: number | undefined): void {
    this.groups = [...this.groups, { from, before }];
  }

  /**
   * The time whose group to ask for, if there is room for one: the group at the clock, and one before it.
   *
   * @param away recorded time that the clock goes back through until it is there: where that is more than a group, some
   *   are left out, since all would be late otherwise
   * @returns undefined: nothing to do now, or nothing more is recorded
   */
  wanted(clock: number, away: number): number | undefined {
    const last = this.groups.at(-1);
    this.groups = this.groups.filter((group) => group.from <= clock || group === last);
    if (last === undefined) {
      return clock;
    }
    return this.groups.length < MOST_GROUPS && last.before !== undefined
      ? Math.min(last.before, clock - away)
      : undefined;
  }

  /** The clock is where no group is yet, although there may be one. */
  lacks(clock: number): boolean {
    const last = this.groups.at(-1);
    return last === undefined || (last.before !== undefined && clock < last.from);
  }

  /**
   * Takes out the picture that the clock came to. The caller releases it when it is drawn; those between it and the
   * last one are released here.
   *
   * @returns undefined: what is in sight stays, which it does until the clock passed its time
   */
  take(clock: number): { readonly at: number; readonly picture: P } | undefined {
    if (clock >= this.after) {
      return undefined;
    }
    const index = this.held.findLastIndex(({ at }) => at <= clock);
    const late = this.held.splice(index + 1);
    const taken = this.held.pop();
    // Without a picture for this time the nearest later one is better than a standing picture.
    const nearest = taken ?? late.shift();
    late.forEach(({ picture }) => this.release(picture));
    if (nearest !== undefined) {
      this.after = nearest.at;
    }
    return nearest;
  }

  clear(): void {
    this.held.forEach(({ picture }) => this.release(picture));
    this.held = [];
    this.groups = [];
  }
}

/** The one that is shown and the one before it. */
const MOST_GROUPS = 2;

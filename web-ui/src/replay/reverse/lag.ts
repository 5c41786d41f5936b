/** Notices a supply of pictures that does not keep up with a clock. Times in milliseconds of any clock. */
export class Lag {
  private last: number | undefined;
  private late = 0;

  /**
   * To be asked for each picture of the screen.
   *
   * @param isLate there is no picture for now
   * @returns true: for so long there was none more often than there was one
   */
  grows(isLate: boolean, now: number): boolean {
    // A page that was hidden was asked nothing.
    const passed = Math.min(now - (this.last ?? now), MOST_AT_ONCE_MS);
    this.last = now;
    this.late = Math.max(0, this.late + (isLate ? passed : -passed));
    return this.late > MOST_MS;
  }
}

const MOST_AT_ONCE_MS = 250;
/** The first group may take half of that on a slow machine, with 16 cameras. */
const MOST_MS = 4000;

/**
 * Of when the picture in sight is. The recorder tells for each picture of a replay when it was recorded, by a number
 * that the browser knows again when it presents the picture: its RTP timestamp, or its time in the fragments. Either
 * may come first.
 */
export class RecordedTimes {
  private told: { readonly ticks: number; readonly at: number }[] = [];
  private presented: number | undefined;

  /** @param shown hears when the picture in sight was recorded, milliseconds since 1970 */
  constructor(private readonly shown: (at: number) => void) {}

  /** @param ticks 90 kHz, rising; cut to 32 bits or not */
  tell(ticks: number, at: number): void {
    this.told.push({ ticks, at });
    if (this.told.length > 2 * KEPT) {
      this.told = this.told.slice(-KEPT);
    }
    this.find();
  }

  /** A picture is in sight. */
  present(ticks: number): void {
    this.presented = ticks;
    this.find();
  }

  private find(): void {
    const presented = this.presented;
    if (presented === undefined) {
      return;
    }
    // A picture that was sent again has a somewhat later number.
    const picture = this.told.findLast(({ ticks }) => {
      const distance = behind(presented, ticks);
      return distance >= -ROUNDING && distance <= APART;
    });
    if (picture !== undefined) {
      this.shown(picture.at);
    }
  }
}

/** 17 s at 60 pictures a second: a page that was hidden comes back to the newest anyway. */
const KEPT = 1024;
/** Half a millisecond, for players that count in seconds. */
const ROUNDING = 45;

/** A media server gives pictures numbers of its own, anywhere: then nothing is known of them, and nothing is shown. */
const APART = 60 * 90_000;

/** How far `b` is behind `a` on a clock of 32 bits; negative: ahead. */
const behind = (a: number, b: number): number => Math.round(a - b) | 0;

/** What a text message tells; undefined if it is another. */
export function recordedIn(text: string): { ticks: number; at: number } | undefined {
  try {
    const { ticks, at } = JSON.parse(text) as { ticks?: unknown; at?: unknown };
    return typeof ticks === 'number' && typeof at === 'string' ? { ticks, at: Date.parse(at) } : undefined;
  } catch {
    return undefined;
  }
}

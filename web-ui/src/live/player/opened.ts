import type { Problem } from '../../api/http';

/** What an open transport tells the player. After `close()` nothing is told any more. */
export interface Listener {
  refused(problem: Problem): void;
  noWay(why: string): void;
  lost(why: string): void;
  /** When a picture of a replay was recorded, by the number under which it comes. */
  recorded(ticks: number, at: number): void;
}

/** A transport that shows, or tries to show, one stream in one video element. */
export interface Opened {
  close(): void;
  /** The picture stands: asks the recorder whether this is over, and tells so if it is. */
  inquire?(): void;
}

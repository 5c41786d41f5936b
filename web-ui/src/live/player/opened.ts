import type { Problem } from '../../api/http';

/** What an open transport tells the player. After `close()` nothing is told any more. */
export interface Listener {
  refused(problem: Problem): void;
  noWay(why: string): void;
  lost(why: string): void;
}

/** A transport that shows, or tries to show, one stream in one video element. */
export interface Opened {
  close(): void;
}

/** Makes what lasts of events that tell begin and end, and says it in words. */
import type { Happening } from '../api/types';

/** Something that happened, from begin to end. */
export interface Episode {
  readonly kind: string;
  /** Id; undefined: it concerns none. */
  readonly camera: string | undefined;
  /** Milliseconds since 1970. */
  readonly from: number;
  /** As `from` for what has no duration. */
  readonly to: number;
  /** It goes on. */
  readonly lasts: boolean;
  readonly text: string;
}

/** What the cameras notice, and what is noticed of them: what a timeline shows. */
export const PICTURE_KINDS = ['motion', 'input', 'tamper', 'video-loss', 'camera'] as const;

/**
 * Begins and ends put together, the oldest first. What had begun before the first event begins at `from`; what has no
 * end yet goes on until `to`.
 */
export function episodes(events: readonly Happening[], from: number, to: number): Episode[] {
  const out: Episode[] = [];
  /** Where in `out` that is which goes on. */
  const open = new Map<string, number>();
  for (const event of [...events].sort(byTime)) {
    const at = Date.parse(event.at);
    const { kind, camera, text } = event;
    const key = `${camera ?? ''} ${kind} ${kind === 'disk' ? diskOf(text) : ''}`;
    const index = open.get(key);
    const begun = index === undefined ? undefined : out[index];
    if (event.phase === 'began') {
      if (begun === undefined) {
        open.set(key, out.length);
        out.push({ kind, camera, from: at, to: Math.max(at, to), lasts: true, text });
      }
    } else if (event.phase === 'ended') {
      if (index !== undefined && begun !== undefined) {
        out[index] = { ...begun, to: at, lasts: false };
        open.delete(key);
      } else {
        out.push({ kind, camera, from: Math.min(from, at), to: at, lasts: false, text });
      }
    } else {
      out.push({ kind, camera, from: at, to: at, lasts: false, text });
    }
  }
  return out.sort((a, b) => a.from - b.from);
}

/** The recorder tells of several disks: `/mnt/a is full: …`. */
const diskOf = (text: string): string => text.split(' is ')[0] ?? '';

const byTime = (a: Happening, b: Happening): number => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0);

/** The one that a click at `at` means: whose begin is nearest, within `tolerance` milliseconds. */
export function beginningAt(list: readonly Episode[], at: number, tolerance: number): Episode | undefined {
  let best: Episode | undefined;
  for (const episode of list) {
    const distance = Math.abs(episode.from - at);
    if (distance <= tolerance && (best === undefined || distance < Math.abs(best.from - at))) {
      best = episode;
    }
  }
  return best;
}

/** Those that touch a time, give or take `tolerance` milliseconds. */
export const episodesAt = (list: readonly Episode[], at: number, tolerance: number): Episode[] =>
  list.filter(({ from, to }) => from - tolerance <= at && at <= to + tolerance);

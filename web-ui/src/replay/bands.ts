/** Where episodes lie on a timeline: as bands, near ones joined, so that many are as legible as few. */
import type { Episode } from '../events/episodes';
import { fractionOf } from './geometry';
import type { View } from './geometry';

/** Episodes of one look that touch on the screen; fractions of the width. */
export interface Band {
  readonly left: number;
  readonly width: number;
  readonly look: Look;
  readonly count: number;
}

/** How an episode looks; each has its colour and its height on the row. */
export type Look = 'motion' | 'alarm' | 'loss' | 'came' | 'went';

export function lookOf({ kind, text }: Pick<Episode, 'kind' | 'text'>): Look {
  switch (kind) {
    case 'motion':
      return 'motion';
    case 'video-loss':
      return 'loss';
    case 'camera':
      return text === 'live' ? 'came' : 'went';
    default:
      return 'alarm';
  }
}

export const LOOK_WORDS: Readonly<Record<Look, string>> = {
  motion: 'motion',
  alarm: 'alarm, tampering',
  loss: 'no picture',
  came: 'camera came back',
  went: 'camera went',
};

/** Thinner is not seen, and closer is not told apart. */
const THINNEST_PX = 3;
const APART_PX = 2;

/** @param list the oldest begin first */
export function bands(list: readonly Episode[], view: View, widthPx: number): Band[] {
  const px = 1 / Math.max(widthPx, 1);
  const last = new Map<Look, number>();
  const out: Band[] = [];
  for (const episode of list) {
    const from = fractionOf(view, episode.from);
    const right = Math.max(fractionOf(view, episode.to), from + THINNEST_PX * px);
    if (right <= 0 || from >= 1) {
      continue;
    }
    const left = Math.max(0, from);
    const end = Math.min(1, right);
    const look = lookOf(episode);
    const index = last.get(look);
    const before = index === undefined ? undefined : out[index];
    if (index !== undefined && before !== undefined && left - (before.left + before.width) < APART_PX * px) {
      const joined = Math.max(end, before.left + before.width);
      out[index] = { ...before, width: joined - before.left, count: before.count + 1 };
    } else {
      last.set(look, out.length);
      out.push({ left, width: end - left, look, count: 1 });
    }
  }
  return out;
}

/** Makes rows of events: an end joins its begin, so that what lasted is one row. */
import type { Happening } from '../api/types';

export interface Row {
  readonly event: Happening;
  /** When it ended, milliseconds since 1970; undefined: it has not, as far as is known. */
  readonly ended: number | undefined;
}

/** @param events the newest first; the rows are so, too */
export function rows(events: readonly Happening[]): Row[] {
  const out: Row[] = [];
  /** Ends whose begin has not come yet, by what they end. */
  const ends = new Map<string, { at: number; row: Row }>();
  for (const event of events) {
    const key = `${event.camera ?? ''} ${event.kind}`;
    if (event.phase === 'ended') {
      const row = { event, ended: undefined };
      ends.set(key, { at: Date.parse(event.at), row });
      out.push(row);
    } else if (event.phase === 'began' && event.kind !== 'disk') {
      const end = ends.get(key);
      ends.delete(key);
      if (end !== undefined) {
        out.splice(out.indexOf(end.row), 1);
      }
      out.push({ event, ended: end?.at });
    } else {
      out.push({ event, ended: undefined });
    }
  }
  return out;
}

/** Newest first, without doubles: what was heard live is asked for as well. */
export function merged(news: readonly Happening[], fetched: readonly Happening[]): Happening[] {
  const known = new Set(fetched.map(identity));
  const before = news.filter((event) => !known.has(identity(event)));
  return [...before.reverse(), ...fetched].sort((a, b) => (a.at > b.at ? -1 : a.at < b.at ? 1 : 0));
}

/** What makes an event itself: the recorder gives it no number. */
export const identity = ({ at, kind, phase, camera, text }: Happening): string =>
  `${at} ${kind} ${phase} ${camera ?? ''} ${text}`;

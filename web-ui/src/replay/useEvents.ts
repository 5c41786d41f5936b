import { useMemo, useRef, useState } from 'react';
import type { Result } from '../api/http';
import { events } from '../api/recorder';
import type { Camera, Happening } from '../api/types';
import { usePoll } from '../common/usePoll';
import { episodes, PICTURE_KINDS } from '../events/episodes';
import type { Episode } from '../events/episodes';
import { identity } from '../events/told';
import { useHappenings } from '../events/useHappenings';
import type { View } from './geometry';

/** Episodes by camera, the oldest first. */
export type Episodes = Readonly<Record<string, readonly Episode[]>>;

export interface TimelineEvents {
  readonly episodes: Episodes;
  /** There were too many: those before this time are not among them. */
  readonly incompleteBefore: number | undefined;
}

interface Fetched {
  readonly from: number;
  readonly to: number;
  readonly list: readonly Happening[];
  readonly incompleteBefore: number | undefined;
}

/** Of one look at the timeline; a month of a busy camera. */
const MOST_PAGES = 4;
const KEPT_LOOKS = 12;
const KEPT_NEWS = 1000;
/** What is told live may come before what is asked for; asked again, it is complete. */
const AGAIN_MS = 60_000;

/**
 * What happened around a view: asked for once, in pieces twice as long or more, as the spans are; what happens now is
 * heard. Looks at the past are remembered.
 */
export function useEvents(list: readonly Camera[], view: View, now: number): TimelineEvents {
  const piece = 2 ** Math.ceil(Math.log2(view.to - view.from));
  const from = Math.floor(view.from / piece) * piece;
  const to = Math.ceil(view.to / piece) * piece;
  const ids = list.map(({ id }) => id).join(',');
  const key = `${ids} ${from} ${to}`;
  const present = now < to;
  const looks = useRef(new Map<string, Fetched>());
  const polled = usePoll(
    key,
    async (): Promise<Result<Fetched>> => {
      const known = looks.current.get(key);
      if (known !== undefined) {
        return { ok: true, value: known, location: null };
      }
      const answer = await all(ids.split(','), from, Math.min(to, Date.now() + AGAIN_MS));
      if (answer.ok && Date.now() > to + AGAIN_MS) {
        keep(looks.current, key, answer.value);
      }
      return answer;
    },
    present ? AGAIN_MS : 0,
  );
  const [news, setNews] = useState<readonly Happening[]>([]);
  useHappenings({
    open: () => polled.refresh(),
    event: (event) => setNews((before) => [...before, event].slice(-KEPT_NEWS)),
  });
  const [kept, setKept] = useState<Fetched>();
  if (polled.value !== undefined && polled.value !== kept) {
    setKept(polled.value);
  }
  const shown = polled.value ?? kept;
  // What goes on grows by about a pixel, not by the frame.
  const pixel = Math.max(1000, (view.to - view.from) / 1000);
  const until = Math.floor(now / pixel) * pixel;
  const lasting = present ? until : to;
  return useMemo(() => grouped(ids.split(','), shown, news, lasting), [ids, shown, news, lasting]);
}

async function all(cameras: readonly string[], from: number, to: number): Promise<Result<Fetched>> {
  const list: Happening[] = [];
  let end = to;
  for (let page = 0; page < MOST_PAGES && end > from; page++) {
    const answer = await events.between({
      from: new Date(from),
      to: new Date(end),
      cameras,
      kinds: PICTURE_KINDS,
    });
    if (!answer.ok) {
      return answer;
    }
    list.push(...answer.value.events);
    const last = answer.value.events.at(-1);
    if (!answer.value.more || last === undefined) {
      return { ok: true, value: { from, to, list, incompleteBefore: undefined }, location: null };
    }
    end = Date.parse(last.at);
  }
  return { ok: true, value: { from, to, list, incompleteBefore: end }, location: null };
}

function keep(looks: Map<string, Fetched>, key: string, fetched: Fetched): void {
  looks.set(key, fetched);
  for (const oldest of looks.keys()) {
    if (looks.size <= KEPT_LOOKS) {
      break;
    }
    looks.delete(oldest);
  }
}

function grouped(
  cameras: readonly string[],
  fetched: Fetched | undefined,
  news: readonly Happening[],
  now: number,
): TimelineEvents {
  const from = fetched?.incompleteBefore ?? fetched?.from ?? now;
  const known = new Set(fetched?.list.map(identity));
  const list = [...(fetched?.list ?? []), ...news.filter((event) => !known.has(identity(event)))];
  const by: Record<string, Episode[]> = Object.fromEntries(cameras.map((id) => [id, []]));
  for (const episode of episodes(list, from, now)) {
    by[episode.camera ?? '']?.push(episode);
  }
  return { episodes: by, incompleteBefore: fetched?.incompleteBefore };
}

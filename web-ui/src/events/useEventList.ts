import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Problem, Result } from '../api/http';
import { events } from '../api/recorder';
import type { Happening, Happenings } from '../api/types';
import { addDays } from '../common/time';
import type { Filter } from './filter';
import { admits } from './filter';
import { identity, merged } from './told';
import { useHappenings } from './useHappenings';

const PAGE = 100;
/** As far back as one request goes. */
const DAYS_BACK = 399;
const KEPT_NEWS = 500;
/** The recorder's clock may be before the browser's. */
const CLOCKS_APART_MS = 3_600_000;

interface Fetched {
  /** Of which filter it is. */
  readonly key: string;
  readonly list: readonly Happening[];
  readonly more: boolean;
}

export interface EventList {
  /** The newest first; undefined: not known yet. */
  readonly list: readonly Happening[] | undefined;
  /** Those that came while one looked, by {@link identity}. */
  readonly fresh: ReadonlySet<string>;
  readonly more: boolean;
  readonly problem: Problem | undefined;
  /** Asks for older ones. */
  older: () => void;
}

/** Events that a filter admits: by pages into the past, and as they happen. */
export function useEventList(filter: Filter): EventList {
  const key = JSON.stringify(filter);
  const [fetched, setFetched] = useState<Fetched>();
  const [problem, setProblem] = useState<Problem>();
  const [news, setNews] = useState<readonly Happening[]>([]);
  /** The one that is wanted now: answers to an earlier one come too late. */
  const wanted = useRef(key);
  const busy = useRef(false);
  const mine = fetched?.key === key ? fetched : undefined;

  const heard = useCallback((of: string, before: Fetched | undefined, answer: Result<Happenings>) => {
    if (wanted.current !== of) {
      return;
    }
    setProblem(answer.ok ? undefined : answer.problem);
    if (answer.ok) {
      setFetched({
        key: of,
        list: [...(before?.list ?? []), ...answer.value.events],
        more: answer.value.more,
      });
    }
  }, []);

  useEffect(() => {
    wanted.current = key;
    void page(key, undefined).then((answer) => heard(key, undefined, answer));
  }, [key, heard]);

  useHappenings({
    // After a broken connection something may have been missed. One page is enough, unless it was broken for long:
    // then the list begins afresh.
    open: () => void page(key, undefined).then((answer) => catchUp(key, answer)),
    event: (event) => setNews((before) => [...before, event].slice(-KEPT_NEWS)),
  });
  const catchUp = (of: string, answer: Result<Happenings>) => {
    if (answer.ok && wanted.current === of) {
      setFetched((before) => {
        const newest = { key: of, list: answer.value.events, more: answer.value.more };
        if (before?.key !== of) {
          return newest;
        }
        const known = new Set(before.list.map(identity));
        const joins = !newest.more || newest.list.some((event) => known.has(identity(event)));
        return joins ? { ...before, list: merged(newest.list, before.list) } : newest;
      });
    }
  };
  const older = async () => {
    if (!busy.current && mine !== undefined && mine.more) {
      busy.current = true;
      const answer = await page(key, mine.list.at(-1));
      busy.current = false;
      heard(key, mine, answer);
    }
  };

  const admitted = useMemo(() => {
    const of = JSON.parse(key) as Filter;
    return news.filter((event) => admits(of, event));
  }, [news, key]);
  return {
    list: useMemo(() => (mine === undefined ? undefined : merged(admitted, mine.list)), [mine, admitted]),
    fresh: useMemo(() => new Set(admitted.map(identity)), [admitted]),
    more: mine?.more ?? false,
    problem,
    older: () => void older(),
  };
}

/** One page: the newest, or those before an event. */
function page(key: string, before: Happening | undefined): Promise<Result<Happenings>> {
  const { camera, kinds, day } = JSON.parse(key) as Filter;
  const end = day === undefined ? new Date(Date.now() + CLOCKS_APART_MS) : addDays(new Date(day), 1);
  const to = before === undefined ? end : new Date(before.at);
  return events.between({
    from: day === undefined ? addDays(to, -DAYS_BACK) : new Date(day),
    to,
    cameras: camera === undefined ? [] : [camera],
    kinds,
    limit: PAGE,
  });
}

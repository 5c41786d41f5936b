import { useCallback, useEffect, useRef, useState } from 'react';
import type { Problem, Result } from '../api/http';

export interface Polled<T> {
  /** Newest value; stays when a later request fails. */
  readonly value: T | undefined;
  /** Why the newest request failed; undefined if it did not. */
  readonly problem: Problem | undefined;
  /** Ask now, and go on from there. */
  refresh(): void;
}

/**
 * Asks at once and then again `everyMs` after each answer (never two at a time), while the page is visible.
 * A new `key` starts afresh: what belongs to the old one is forgotten. `everyMs` 0: once.
 */
export function usePoll<T>(key: string, ask: () => Promise<Result<T>>, everyMs: number): Polled<T> {
  const [state, setState] = useState<{ key: string; value?: T; problem?: Problem }>({ key });
  const [round, setRound] = useState(0);
  const latest = useRef(ask);
  useEffect(() => {
    latest.current = ask;
  });

  useEffect(() => {
    let over = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const once = async () => {
      if (document.visibilityState === 'visible') {
        const answer = await latest.current();
        if (over) {
          return;
        }
        setState((before) =>
          answer.ok
            ? { key, value: answer.value }
            : {
                key,
                problem: answer.problem,
                ...(before.key === key && before.value !== undefined ? { value: before.value } : {}),
              },
        );
      }
      if (everyMs > 0) {
        timer = setTimeout(() => void once(), everyMs);
      }
    };
    void once();
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [key, everyMs, round]);

  const refresh = useCallback(() => setRound((r) => r + 1), []);
  const mine = state.key === key;
  return { value: mine ? state.value : undefined, problem: mine ? state.problem : undefined, refresh };
}

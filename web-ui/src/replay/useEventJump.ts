import { useCallback, useEffect, useRef, useState } from 'react';
import { findEvent, LEAD_MS, lookFrom } from './eventJump';
import type { Direction, Jumped } from './eventJump';

const NOTICE_MS = 3000;

/** Goes some seconds before the next or previous event of some cameras, or says that there is none. */
export function useEventJump(onJump: (at: number) => void): {
  notice: string | undefined;
  go: (cameras: readonly string[], at: number, direction: Direction) => void;
} {
  const [notice, setNotice] = useState<string>();
  const last = useRef<Jumped>(undefined);
  const jump = useRef(onJump);
  useEffect(() => {
    jump.current = onJump;
  });
  useEffect(() => {
    const timer = setTimeout(() => setNotice(undefined), NOTICE_MS);
    return () => clearTimeout(timer);
  }, [notice]);

  const go = useCallback(async (cameras: readonly string[], at: number, direction: Direction) => {
    const asked = Date.now();
    const found = await findEvent(cameras, lookFrom(at, direction, last.current, asked), direction, asked);
    if ('problem' in found) {
      setNotice(found.problem.words);
    } else if (found.at === undefined) {
      setNotice(direction === 'next' ? 'No event after this' : 'No event before this');
    } else {
      setNotice(undefined);
      last.current = { at: found.at, asked };
      jump.current(found.at - LEAD_MS);
    }
  }, []);
  return {
    notice,
    go: useCallback((cameras, at, direction) => void go(cameras, at, direction), [go]),
  };
}

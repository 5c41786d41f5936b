import { useEffect, useRef } from 'react';
import { events } from '../api/recorder';
import type { Happening } from '../api/types';

/** Asks again after the recorder refused to tell (too many listen, it starts): the browser itself does not. */
const AGAIN_MS = 15_000;

interface Heard {
  event: (event: Happening) => void;
  /** It begins to listen, perhaps not for the first time: what happened before has to be asked for. */
  open: () => void;
}

/** Hears of events as they happen, while the page is visible: each listener is a connection of the browser's few. */
export function useHappenings(heard: Heard): void {
  const latest = useRef(heard);
  useEffect(() => {
    latest.current = heard;
  });
  useEffect(() => {
    let close: (() => void) | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const begin = () => {
      close?.();
      clearTimeout(timer);
      close = undefined;
      if (document.visibilityState === 'visible') {
        close = events.listen({
          open: () => latest.current.open(),
          event: (event) => latest.current.event(event),
          refused: () => {
            timer = setTimeout(begin, AGAIN_MS);
          },
        });
      }
    };
    begin();
    document.addEventListener('visibilitychange', begin);
    return () => {
      document.removeEventListener('visibilitychange', begin);
      clearTimeout(timer);
      close?.();
    };
  }, []);
}

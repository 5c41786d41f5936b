import { useEffect, useRef } from 'react';

/** What to do by `KeyboardEvent.key`; letters small. */
export type Keys = Readonly<Record<string, (event: KeyboardEvent) => void>>;

/** Keys of a page: work wherever the focus is, except where they type or move something themselves. */
export function useKeys(keys: Keys): void {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    const down = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTaken(event)) {
        return;
      }
      const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
      const act = latest.current[key];
      if (act !== undefined) {
        event.preventDefault();
        act(event);
      }
    };
    document.addEventListener('keydown', down);
    return () => document.removeEventListener('keydown', down);
  }, []);
}

/** Fields take every key; buttons and the like take those that press or move them. */
function isTaken({ target, key }: KeyboardEvent): boolean {
  if (!(target instanceof Element)) {
    return false;
  }
  if (target.matches('input:not([type=range], [type=checkbox]), select, textarea, [contenteditable]')) {
    return true;
  }
  const presses = key === ' ' || key === 'Enter';
  const moves = key.startsWith('Arrow');
  return (
    (presses &&
      target.matches(
        'button, a[href], summary, [type=checkbox], [type=radio], [role^=menuitem], [role=switch]',
      )) ||
    (moves && target.matches('[type=range], [role=slider], [role^=menuitem], [role=radio]'))
  );
}

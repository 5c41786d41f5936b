import { useCallback, useState } from 'react';

/** What this browser remembers for its user; a browser that remembers nothing gets the default each time. */
export function useStored<T extends string | number>(
  name: string,
  fallback: T,
  valid: (value: unknown) => value is T,
): [T, (value: T) => void] {
  const key = `vedette.${name}`;
  const [value, setValue] = useState<T>(() => read(key, valid) ?? fallback);
  const change = useCallback(
    (next: T) => {
      setValue(next);
      try {
        localStorage.setItem(key, JSON.stringify(next));
      } catch {
        // Private window or full store: it holds until the page is left.
      }
    },
    [key],
  );
  return [value, change];
}

function read<T>(key: string, valid: (value: unknown) => value is T): T | undefined {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(key) ?? 'null');
    return valid(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

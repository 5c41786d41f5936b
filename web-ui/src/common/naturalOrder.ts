/** Names as people read them: "Cam 2" before "Cam 10", letters in the order of the browser's language. */
const ORDER = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

/** A copy by name; those of one name by id, so that the order never changes by itself. */
export function byName<T extends { readonly id: string; readonly name: string }>(list: readonly T[]): T[] {
  return [...list].sort((a, b) => ORDER.compare(a.name, b.name) || ORDER.compare(a.id, b.id));
}

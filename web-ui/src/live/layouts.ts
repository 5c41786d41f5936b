/** How many tiles a wall shows, and in which grid. */

export const LAYOUTS = [1, 4, 9, 16, 25, 32] as const;
export type Layout = (typeof LAYOUTS)[number];

export const isLayout = (value: unknown): value is Layout => LAYOUTS.includes(value as Layout);

/** Smallest layout with room for so many cameras, else the largest. */
export const fitting = (cameras: number): Layout => LAYOUTS.find((layout) => layout >= cameras) ?? 32;

/** Columns and rows of a layout; 32 sits in 6 × 6 so that tiles keep the shape of the screen. */
export function gridOf(layout: Layout): { columns: number; rows: number } {
  const side = Math.ceil(Math.sqrt(layout));
  return { columns: side, rows: Math.ceil(layout / side) };
}

export const pagesOf = (cameras: number, layout: Layout): number => Math.max(1, Math.ceil(cameras / layout));

/** Which of the cameras are on page `page` (from 0); a page that no longer is there gives the last. */
export function onPage<T>(cameras: readonly T[], layout: Layout, page: number): readonly T[] {
  const first = Math.min(page, pagesOf(cameras.length, layout) - 1) * layout;
  return cameras.slice(first, first + layout);
}

/** Index of the tile that an arrow key leads to; the same at the edge. */
export function neighbour(index: number, key: string, columns: number, count: number): number {
  const to = {
    ArrowLeft: index - 1,
    ArrowRight: index + 1,
    ArrowUp: index - columns,
    ArrowDown: index + columns,
  };
  const wanted = to[key as keyof typeof to] as number | undefined;
  return wanted === undefined || wanted < 0 || wanted >= count ? index : wanted;
}

/**
 * Pictures that lie on top of one another while one stream takes the place of another: the old one stays until the
 * new one shows its first picture, so nobody sees black in between.
 */
import { STOPPED } from './player/machine';
import type { PlayerState } from './player/machine';
import type { Source } from './player/source';

export interface Layer {
  readonly source: Source;
  readonly state: PlayerState;
}

/** Bottom to top; the top is what is wanted. Never empty, at most two. */
export type Stack = readonly Layer[];

export type StackEvent =
  | { readonly type: 'want'; readonly source: Source }
  | { readonly type: 'state'; readonly key: string; readonly state: PlayerState };

export const stackOf = (source: Source): Stack => [{ source, state: STOPPED }];

export const top = (stack: Stack): Layer | undefined => stack.at(-1);

/** True if any layer shows pictures. */
export const inSight = (stack: Stack): boolean => stack.some((layer) => layer.state.phase === 'playing');

export function next(stack: Stack, event: StackEvent): Stack {
  if (event.type === 'want') {
    const wanted = stack.find((layer) => layer.source.key === event.source.key);
    const shows = stack.findLast((layer) => layer.state.phase === 'playing' && layer !== wanted);
    const above = wanted ?? { source: event.source, state: STOPPED };
    // What shows already covers whatever it is asked to replace.
    return shows === undefined || above.state.phase === 'playing' ? [above] : [shows, above];
  }
  const at = stack.findIndex((layer) => layer.source.key === event.key);
  if (at < 0) {
    return stack;
  }
  const after = stack.map((layer, i) => (i === at ? { ...layer, state: event.state } : layer));
  return event.state.phase === 'playing' ? after.slice(at) : after;
}

/** Which part of time the timeline shows, and whether it goes along with the picture. */
import { addDays, startOfDay } from '../common/time';
import { show } from './geometry';
import type { View } from './geometry';

export interface Viewport {
  readonly view: View;
  /** The picture's time was in sight, so it stays in sight; false while somebody looks elsewhere. */
  readonly following: boolean;
}

const HOUR = 3_600_000;
/** As far back as anybody keeps recordings. */
const DAYS_BACK = 400;

/** What can be looked at at all: up to the end of today. */
export function limitsAt(now: number): View {
  const today = startOfDay(new Date(now));
  return { from: addDays(today, -DAYS_BACK).getTime(), to: addDays(today, 1).getTime() };
}

/** An hour around a time, more of what was before it. */
export const hourAt = (at: number): Viewport => ({
  view: { from: at - 0.75 * HOUR, to: at + 0.25 * HOUR },
  following: true,
});

/** Somebody zooms or moves. */
export const look = (view: View): Viewport => ({ view, following: false });

/** After the picture has gone on to `at`: the same object if there is nothing to change. */
export function follow(port: Viewport, at: number, limits: View): Viewport {
  if (at >= port.view.from && at < port.view.to) {
    return port.following ? port : { ...port, following: true };
  }
  return port.following ? { ...port, view: show(port.view, at, limits) } : port;
}

/** As much as before, around another time. */
export function goTo(port: Viewport, at: number, limits: View): Viewport {
  return { view: show(port.view, at, limits), following: true };
}

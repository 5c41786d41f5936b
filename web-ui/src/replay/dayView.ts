/** Which day the timeline shows and which part of it, and whether it goes along with the picture. */
import { addDays, startOfDay } from '../common/time';
import { show } from './geometry';
import type { View } from './geometry';

export interface DayView {
  /** The whole day. */
  readonly limits: View;
  /** The part in sight. */
  readonly view: View;
  /** The cursor was in sight, so it stays in sight; false while somebody looks elsewhere. */
  readonly following: boolean;
}

/** The whole day of a time, to look at what it holds. */
export function wholeDay(at: number): DayView {
  const from = startOfDay(new Date(at));
  const limits = { from: from.getTime(), to: addDays(from, 1).getTime() };
  return { limits, view: limits, following: false };
}

/** Somebody zooms or moves. */
export const look = (day: DayView, view: View): DayView => ({ ...day, view, following: false });

/** After the picture has gone on to `at`: the same object if there is nothing to change. */
export function follow(day: DayView, at: number): DayView {
  if (at >= day.view.from && at < day.view.to) {
    return day.following ? day : { ...day, following: true };
  }
  if (!day.following) {
    return day;
  }
  if (at >= day.limits.from && at < day.limits.to) {
    const view = show(day.view, at, day.limits);
    return view === day.view ? day : { ...day, view };
  }
  // Over midnight, just as near as before.
  const next = wholeDay(at);
  const length = day.view.to - day.view.from;
  const from = Math.min(Math.max(at - length / 2, next.limits.from), next.limits.to - length);
  const whole = length >= day.limits.to - day.limits.from;
  return { ...next, view: whole ? next.limits : { from, to: from + length }, following: true };
}

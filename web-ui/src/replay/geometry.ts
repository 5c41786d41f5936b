/** Where times lie on a timeline, without a screen: fractions of its width, pixels only to decide what is too small. */
import type { GapCause, Span } from '../api/types';
import { addDays, startOfDay } from '../common/time';

/** What a timeline shows; milliseconds since 1970. */
export interface View {
  readonly from: number;
  readonly to: number;
}

/** A stretch with one colour; fractions of the width. */
export interface Bar {
  readonly left: number;
  readonly width: number;
  readonly kind: 'recorded' | GapCause;
}

export interface Tick {
  readonly at: number;
  readonly left: number;
  readonly label: string;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Closest look and farthest. */
const SHORTEST = SECOND;
const LONGEST = 31 * DAY;
/** Distances between labels, for people who read clocks. */
const STEPS = [100, 200, 500].concat(
  [1, 2, 5, 10, 15, 30].map((s) => s * SECOND),
  [1, 2, 5, 10, 15, 30].map((m) => m * MINUTE),
  [1, 2, 3, 4, 6, 12].map((h) => h * HOUR),
  [1, 2, 5, 10].map((d) => d * DAY),
);
const LABEL_PX = 72;

export const fractionOf = (view: View, at: number): number => (at - view.from) / (view.to - view.from);
export const timeAt = (view: View, fraction: number): number => view.from + fraction * (view.to - view.from);

/** Shows `factor` times as much, while `around` stays where it is, within `limits`. */
export function zoom(view: View, factor: number, around: number, limits: View): View {
  const most = Math.min(LONGEST, limits.to - limits.from);
  const length = Math.min(Math.max((view.to - view.from) * factor, SHORTEST), most);
  return within({ from: around - fractionOf(view, around) * length, to: 0 }, length, limits);
}

/** Moves so that `at` is in sight, in the middle if it was not. */
export function show(view: View, at: number, limits: View): View {
  if (at >= view.from && at <= view.to) {
    return view;
  }
  const length = view.to - view.from;
  return within({ from: at - length / 2, to: 0 }, length, limits);
}

export function pan(view: View, by: number, limits: View): View {
  return within({ from: view.from + by, to: 0 }, view.to - view.from, limits);
}

function within({ from }: View, length: number, limits: View): View {
  const begin = Math.max(limits.from, Math.min(from, limits.to - length));
  return { from: begin, to: begin + length };
}

/**
 * What to draw of the spans: cut to the view, and what is thinner than a pixel joined to its neighbour. A few minutes
 * that were recorded within a month without are a pixel of their own: somebody looks for them.
 */
export function bars(spans: readonly Span[], view: View, widthPx: number): Bar[] {
  const thinnest = 1 / Math.max(widthPx, 1);
  const out: Bar[] = [];
  for (const span of spans) {
    const left = Math.max(0, fractionOf(view, Date.parse(span.from)));
    const right = Math.min(1, fractionOf(view, Date.parse(span.to)));
    if (right <= left) {
      continue;
    }
    const kind = span.kind === 'recorded' ? 'recorded' : span.cause;
    const before = out.at(-1);
    const thin = right - left < thinnest;
    if (
      thin &&
      kind === 'recorded' &&
      before !== undefined &&
      before.kind !== kind &&
      before.width > 2 * thinnest
    ) {
      out.push({ left: right - thinnest, width: thinnest, kind });
      continue;
    }
    const joins = before !== undefined && (before.kind === kind || thin);
    if (joins && left - (before.left + before.width) < thinnest) {
      out[out.length - 1] = { ...before, width: right - before.left };
    } else {
      out.push({ left, width: right - left, kind });
    }
  }
  return out;
}

/** Labels at round local times, as many as there is room for. */
export function ticks(view: View, widthPx: number): Tick[] {
  const length = view.to - view.from;
  const room = Math.max(1, Math.floor(widthPx / LABEL_PX));
  const step = STEPS.find((candidate) => length / candidate <= room) ?? 10 * DAY;
  const out: Tick[] = [];
  // A label begins at its time; the last one must not stand out over the end.
  const end = view.to - (length * LABEL_PX * 0.7) / widthPx;
  for (let at = firstTick(view.from, step); at <= end; at = nextTick(at, step)) {
    out.push({ at, left: fractionOf(view, at), label: label(new Date(at), step) });
  }
  return out;
}

function firstTick(from: number, step: number): number {
  const midnight = startOfDay(new Date(from)).getTime();
  return step >= DAY
    ? nextTick(midnight - (from === midnight ? DAY : 0), DAY)
    : midnight + Math.ceil((from - midnight) / step) * step;
}

/** Days are not all equally long. */
const nextTick = (at: number, step: number): number =>
  step >= DAY ? addDays(new Date(at), step / DAY).getTime() : at + step;

function label(at: Date, step: number): string {
  const two = (n: number) => String(n).padStart(2, '0');
  if (step >= DAY || (step >= HOUR && at.getHours() === 0)) {
    return MONTH_DAY.format(at);
  }
  const minutes = `${two(at.getHours())}:${two(at.getMinutes())}`;
  const seconds = `${minutes}:${two(at.getSeconds())}`;
  return step >= MINUTE ? minutes : step >= SECOND ? seconds : `${seconds}.${at.getMilliseconds() / 100}`;
}

const MONTH_DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });

/** The span that holds a time; undefined outside of all (the future, or not asked for yet). */
export function spanAt(spans: readonly Span[], at: number): Span | undefined {
  return spans.find((span) => Date.parse(span.from) <= at && at < Date.parse(span.to));
}

import { useElementSize } from '@mantine/hooks';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { KeyboardEvent, PointerEvent } from 'react';
import type { Span } from '../api/types';
import { clockWords, fullWords, lengthWords } from '../common/time';
import { CAUSES } from '../common/words';
import { bars, fractionOf, pan, spanAt, ticks, timeAt, zoom } from './geometry';
import type { View } from './geometry';
import classes from './TimelineBar.module.css';

export interface Clip {
  readonly from: number;
  readonly to: number;
}

interface Props {
  spans: readonly Span[];
  view: View;
  /** What can be looked at at all: the day. */
  limits: View;
  /** Recorded time in sight. */
  at: number;
  now: number;
  clip: Clip | undefined;
  onView: (view: View) => void;
  onSeek: (at: number) => void;
}

/** The day as a bar: what was recorded, what is missing and why, where we are. Click or drag to go there. */
export function TimelineBar({ spans, view, limits, at, now, clip, onView, onSeek }: Props) {
  const { ref: sized, width } = useElementSize();
  const bar = useRef<HTMLDivElement>(null);
  const [hover, setHover] = useState<number>();
  const drawn = useMemo(() => bars(spans, view, width), [spans, view, width]);

  const timeUnder = (x: number): number => {
    const box = bar.current?.getBoundingClientRect();
    const fraction = box === undefined || box.width === 0 ? 0 : (x - box.left) / box.width;
    return timeAt(view, Math.min(1, Math.max(0, fraction)));
  };
  const seek = (to: number) => onSeek(Math.min(Math.max(to, limits.from), Math.min(now, limits.to)));

  // React listens to wheels passively; this one must keep the page from scrolling.
  useEffect(() => {
    const element = bar.current;
    const wheel = (event: WheelEvent) => {
      event.preventDefault();
      const sideways = event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY);
      const length = view.to - view.from;
      onView(
        sideways
          ? pan(view, ((event.deltaX + event.deltaY) / Math.max(width, 1)) * length, limits)
          : zoom(view, Math.exp(event.deltaY * 0.002), timeUnderWheel(event, element, view), limits),
      );
    };
    element?.addEventListener('wheel', wheel, { passive: false });
    return () => element?.removeEventListener('wheel', wheel);
  }, [view, limits, width, onView]);

  const onPointer = (event: PointerEvent<HTMLDivElement>) => {
    const time = timeUnder(event.clientX);
    setHover(time);
    if (event.type === 'pointerdown') {
      event.currentTarget.setPointerCapture(event.pointerId);
    }
    if ((event.buttons & 1) === 1) {
      seek(time);
    }
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const second = 1000;
    const by = {
      ArrowLeft: -10 * second,
      ArrowRight: 10 * second,
      PageUp: -600 * second,
      PageDown: 600 * second,
      Home: limits.from - at,
      End: limits.to - at,
    }[event.key];
    if (by !== undefined) {
      event.preventDefault();
      event.stopPropagation();
      seek(at + by);
    }
  };

  return (
    <div className={classes.timeline}>
      <div
        ref={bar}
        className={classes.bar}
        role="slider"
        tabIndex={0}
        aria-label="Timeline"
        aria-valuemin={limits.from}
        aria-valuemax={limits.to}
        aria-valuenow={Math.round(at)}
        aria-valuetext={fullWords(new Date(at))}
        onPointerDown={onPointer}
        onPointerMove={onPointer}
        // A finger that is lifted points nowhere, but leaves only when it comes down elsewhere.
        onPointerUp={(event) => event.pointerType === 'touch' && setHover(undefined)}
        onPointerLeave={() => setHover(undefined)}
        onKeyDown={onKeyDown}
      >
        <div ref={sized} className={classes.track}>
          {drawn.map((piece) => (
            <i
              key={`${piece.left}`}
              data-kind={piece.kind}
              style={{ left: `${piece.left * 100}%`, width: `${piece.width * 100}%` }}
            />
          ))}
        </div>
        {ticks(view, width).map((tick) => (
          <span key={tick.at} className={classes.tick} style={{ left: `${tick.left * 100}%` }}>
            {tick.label}
          </span>
        ))}
        {clip !== undefined && <Marked clip={clip} view={view} />}
        {hover !== undefined && <Tip at={hover} view={view} spans={spans} now={now} />}
        <Cursor at={at} view={view} />
      </div>
    </div>
  );
}

function timeUnderWheel(event: WheelEvent, element: HTMLElement | null, view: View): number {
  const box = element?.getBoundingClientRect();
  return box === undefined ? view.from : timeAt(view, (event.clientX - box.left) / Math.max(box.width, 1));
}

function Cursor({ at, view }: { at: number; view: View }) {
  const left = fractionOf(view, at);
  return left < 0 || left > 1 ? null : <b className={classes.cursor} style={{ left: `${left * 100}%` }} />;
}

function Marked({ clip, view }: { clip: Clip; view: View }) {
  const left = Math.max(0, fractionOf(view, clip.from));
  const right = Math.min(1, fractionOf(view, clip.to));
  return right <= left ? null : (
    <i className={classes.clip} style={{ left: `${left * 100}%`, width: `${(right - left) * 100}%` }} />
  );
}

/** What is under the pointer: the time, and why nothing was recorded there. */
function Tip({ at, view, spans, now }: { at: number; view: View; spans: readonly Span[]; now: number }) {
  const span = spanAt(spans, at);
  const left = fractionOf(view, at);
  return (
    <div
      className={classes.tip}
      data-side={left < 0.12 ? 'left' : left > 0.88 ? 'right' : 'middle'}
      style={{ left: `${left * 100}%` }}
      role="tooltip"
    >
      <b>{clockWords(new Date(at))}</b>
      <span>{spanWords(span, at, now)}</span>
    </div>
  );
}

export function spanWords(span: Span | undefined, at: number, now: number): string {
  if (span === undefined) {
    return at > now ? 'not yet' : 'not known';
  }
  if (span.kind === 'recorded') {
    return 'recorded';
  }
  return `${CAUSES[span.cause]} (${lengthWords(Date.parse(span.to) - Date.parse(span.from))})`;
}

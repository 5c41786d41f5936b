import { useElementSize } from '@mantine/hooks';
import { useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import type { Camera, Span } from '../api/types';
import { clockWords, dayWords, fullWords, lengthWords } from '../common/time';
import { CAUSES } from '../common/words';
import { bars, fractionOf, spanAt, ticks } from './geometry';
import type { View } from './geometry';
import { useTimelinePointer } from './useTimelinePointer';
import type { Spans } from './useSpans';
import classes from './Timeline.module.css';

export interface Clip {
  readonly from: number;
  readonly to: number;
}

interface Props {
  cameras: readonly Camera[];
  spans: Spans;
  view: View;
  /** What can be looked at at all. */
  limits: View;
  /** Recorded time in sight. */
  at: number;
  now: number;
  clip: Clip | undefined;
  onView: (view: View) => void;
  onSeek: (at: number) => void;
}

/**
 * A bar for each camera: what was recorded, what is missing and why, where we are. Click or drag to go there; wheel or
 * two fingers to look closer, from a month to a second.
 */
export function Timeline({ cameras, spans, view, limits, at, now, clip, onView, onSeek }: Props) {
  const { ref: sized, width } = useElementSize();
  const surface = useRef<HTMLDivElement>(null);
  const [hover, setHover] = useState<{ at: number; row: number }>();
  const seek = (to: number) => onSeek(Math.min(Math.max(to, limits.from), now));
  const rowAt = (y: number): number => {
    const box = surface.current?.getBoundingClientRect();
    const rows = surface.current?.querySelectorAll('[data-row]') ?? [];
    const under = [...rows].findIndex((row) => y < row.getBoundingClientRect().bottom);
    return box === undefined || under < 0 ? cameras.length - 1 : under;
  };
  const pointer = useTimelinePointer(surface, view, limits, {
    look: onView,
    seek,
    hover: (time, y) => setHover(time === undefined ? undefined : { at: time, row: rowAt(y) }),
  });

  const onKeyDown = (event: KeyboardEvent) => {
    const second = 1000;
    const by = {
      ArrowLeft: -10 * second,
      ArrowRight: 10 * second,
      PageUp: -600 * second,
      PageDown: 600 * second,
      Home: view.from - at,
      End: view.to - at,
    }[event.key];
    if (by !== undefined) {
      event.preventDefault();
      event.stopPropagation();
      seek(at + by);
    }
  };

  return (
    <div
      className={classes.timeline}
      data-rows={cameras.length > 8 ? 'many' : cameras.length > 1 ? 'some' : 'one'}
    >
      {cameras.length > 1 && (
        <ul className={classes.names} aria-hidden="true">
          {cameras.map(({ id, name }) => (
            <li key={id}>{name}</li>
          ))}
        </ul>
      )}
      <div
        ref={surface}
        className={classes.surface}
        role="slider"
        tabIndex={0}
        aria-label="Timeline"
        aria-valuemin={limits.from}
        aria-valuemax={limits.to}
        aria-valuenow={Math.round(at)}
        aria-valuetext={fullWords(new Date(at))}
        {...pointer}
        onKeyDown={onKeyDown}
      >
        <div ref={sized}>
          {cameras.map(({ id }) => (
            <Row key={id} spans={spans[id] ?? []} view={view} width={width} />
          ))}
        </div>
        <div className={classes.axis}>
          {ticks(view, width).map((tick) => (
            <span key={tick.at} style={{ left: `${tick.left * 100}%` }}>
              {tick.label}
            </span>
          ))}
        </div>
        {clip !== undefined && <Marked clip={clip} view={view} />}
        {hover !== undefined && (
          <Tip
            at={hover.at}
            camera={cameras.length > 1 ? cameras[hover.row] : undefined}
            words={spanWords(spanAt(spans[cameras[hover.row]?.id ?? ''] ?? [], hover.at), hover.at, now)}
            view={view}
          />
        )}
        <Cursor at={at} view={view} />
      </div>
    </div>
  );
}

function Row({ spans, view, width }: { spans: readonly Span[]; view: View; width: number }) {
  return (
    <div className={classes.row} data-row>
      {bars(spans, view, width).map((piece) => (
        <i
          key={`${piece.left}`}
          data-kind={piece.kind}
          style={{ left: `${piece.left * 100}%`, width: `${piece.width * 100}%` }}
        />
      ))}
    </div>
  );
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
function Tip(props: { at: number; camera: Camera | undefined; words: string; view: View }) {
  const left = fractionOf(props.view, props.at);
  const when = new Date(props.at);
  return (
    <div
      className={classes.tip}
      data-side={left < 0.12 ? 'left' : left > 0.88 ? 'right' : 'middle'}
      style={{ left: `${left * 100}%` }}
      role="tooltip"
    >
      <b>{clockWords(when)}</b>
      <span>{dayWords(when)}</span>
      {props.camera !== undefined && <span>{props.camera.name}</span>}
      <span>{props.words}</span>
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

import { useElementSize } from '@mantine/hooks';
import { memo, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import type { Camera, Span } from '../api/types';
import { fullWords } from '../common/time';
import { beginningAt } from '../events/episodes';
import type { Episode } from '../events/episodes';
import { bands } from './bands';
import { LEAD_MS } from './eventJump';
import { bars, fractionOf, spanAt, ticks, timeAt } from './geometry';
import type { View } from './geometry';
import { spanWords, Tip } from './Tip';
import type { Episodes } from './useEvents';
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
  events: Episodes;
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

/** What can still be pointed at. */
const POINTED_PX = 5;
const NO_SPANS: readonly Span[] = [];
const NO_EPISODES: readonly Episode[] = [];

/**
 * A bar for each camera: what was recorded, what is missing and why, what happened, where we are. Click or drag to go
 * there, click an event to go some seconds before it; wheel or two fingers to look closer, from a month to a second.
 */
export function Timeline(props: Props) {
  const { cameras, spans, events, view, limits, at, now, clip, onView, onSeek } = props;
  const { ref: sized, width } = useElementSize();
  const surface = useRef<HTMLDivElement>(null);
  /** Where the pointer is, as a fraction of the width: it stays there when the view moves. */
  const [hover, setHover] = useState<{ fraction: number; row: number }>();
  /** The row that keys are about; undefined: no key has been pressed since the timeline has the focus. */
  const [keyed, setKeyed] = useState<number>();
  const pointed = (widthPx: number) => (widthPx > 0 ? ((view.to - view.from) / widthPx) * POINTED_PX : 0);
  const seek = (to: number) => onSeek(Math.min(Math.max(to, limits.from), now));
  const rowAt = (y: number): number => {
    const box = surface.current?.getBoundingClientRect();
    const rows = surface.current?.querySelectorAll('[data-row]') ?? [];
    const under = [...rows].findIndex((row) => y < row.getBoundingClientRect().bottom);
    return box === undefined || under < 0 ? cameras.length - 1 : under;
  };
  const pointer = useTimelinePointer(surface, view, limits, {
    look: onView,
    press: (time, y) => {
      const list = events[cameras[rowAt(y)]?.id ?? ''] ?? NO_EPISODES;
      const tolerance = pointed(surface.current?.getBoundingClientRect().width ?? 0);
      const met = beginningAt(list, time, tolerance);
      seek(met === undefined ? time : met.from - LEAD_MS);
    },
    seek,
    hover: (time, y) => {
      setKeyed(undefined);
      setHover(time === undefined ? undefined : { fraction: fractionOf(view, time), row: rowAt(y) });
    },
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
    const down = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (by !== undefined || down !== undefined) {
      event.preventDefault();
      event.stopPropagation();
      setHover(undefined);
      setKeyed((row = 0) => Math.min(cameras.length - 1, Math.max(0, row + (down ?? 0))));
    }
    if (by !== undefined) {
      seek(at + by);
    }
  };
  const keyTip = keyed === undefined ? undefined : { at, row: keyed };
  const tip = hover === undefined ? keyTip : { at: timeAt(view, hover.fraction), row: hover.row };
  const tipped = tip === undefined ? undefined : cameras[tip.row];
  const told = cameras[keyed ?? 0];

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
        aria-valuetext={
          told === undefined
            ? fullWords(new Date(at))
            : `${fullWords(new Date(at))}, ${told.name}: ${spanWords(spanAt(spans[told.id] ?? NO_SPANS, at), at, now)}`
        }
        aria-keyshortcuts="ArrowLeft ArrowRight ArrowUp ArrowDown PageUp PageDown Home End"
        {...pointer}
        onKeyDown={onKeyDown}
        onBlur={() => setKeyed(undefined)}
      >
        <div ref={sized}>
          {cameras.map(({ id }) => (
            <Row
              key={id}
              spans={spans[id] ?? NO_SPANS}
              list={events[id] ?? NO_EPISODES}
              view={view}
              width={width}
              chosen={cameras.length > 1 && id === tipped?.id}
            />
          ))}
        </div>
        <div className={classes.axis}>
          {ticks(view, width).map((tick) => (
            <span key={tick.at} style={{ left: `${tick.left * 100}%` }}>
              {tick.label}
            </span>
          ))}
        </div>
        <Future now={now} view={view} />
        {clip !== undefined && <Marked clip={clip} view={view} />}
        {tip !== undefined && tipped !== undefined && (
          <Tip
            at={tip.at}
            camera={tipped}
            among={cameras.length > 1}
            spans={spans[tipped.id] ?? NO_SPANS}
            list={events[tipped.id] ?? NO_EPISODES}
            view={view}
            widthPx={width}
            tolerance={pointed(width)}
            now={now}
          />
        )}
        <Cursor at={at} view={view} />
      </div>
    </div>
  );
}

interface RowProps {
  spans: readonly Span[];
  list: readonly Episode[];
  view: View;
  width: number;
  chosen: boolean;
}

/** Drawn anew only when what it shows changes: the page draws its clock five times a second. */
const Row = memo(function Row({ spans, list, view, width, chosen }: RowProps) {
  return (
    <div className={classes.row} data-row data-chosen={chosen || undefined}>
      {bars(spans, view, width).map((piece) => (
        <i
          key={`${piece.left}`}
          data-kind={piece.kind}
          style={{ left: `${piece.left * 100}%`, width: `${piece.width * 100}%` }}
        />
      ))}
      {bands(list, view, width).map((band) => (
        <i
          key={`${band.look} ${band.left}`}
          data-look={band.look}
          style={{ left: `${band.left * 100}%`, width: `${band.width * 100}%` }}
        />
      ))}
    </div>
  );
});

function Cursor({ at, view }: { at: number; view: View }) {
  const left = fractionOf(view, at);
  return left < 0 || left > 1 ? null : <b className={classes.cursor} style={{ left: `${left * 100}%` }} />;
}

/** From now on: nothing can be recorded there yet. */
function Future({ now, view }: { now: number; view: View }) {
  const left = Math.max(0, fractionOf(view, now));
  return left >= 1 ? null : <i className={classes.future} data-future style={{ left: `${left * 100}%` }} />;
}

function Marked({ clip, view }: { clip: Clip; view: View }) {
  const left = Math.max(0, fractionOf(view, clip.from));
  const right = Math.min(1, fractionOf(view, clip.to));
  return right <= left ? null : (
    <i className={classes.clip} style={{ left: `${left * 100}%`, width: `${(right - left) * 100}%` }} />
  );
}

import type { CSSProperties } from 'react';
import type { Camera, Span } from '../api/types';
import { smallStream } from '../common/smallStream';
import { clockWords, dayWords, lengthWords } from '../common/time';
import { CAUSES } from '../common/words';
import { episodesAt } from '../events/episodes';
import type { Episode } from '../events/episodes';
import { sentence } from '../events/sentences';
import { LOOK_WORDS, lookOf } from './bands';
import type { Look } from './bands';
import { fractionOf, spanAt } from './geometry';
import type { View } from './geometry';
import { thumbnailTime } from './thumbnails';
import { useThumbnail } from './useThumbnail';
import classes from './Tip.module.css';

interface Props {
  at: number;
  camera: Camera;
  /** There are other rows. */
  among: boolean;
  spans: readonly Span[];
  list: readonly Episode[];
  view: View;
  widthPx: number;
  /** Milliseconds that are too few to be pointed at. */
  tolerance: number;
  now: number;
}

/** What is under the pointer: how it looked, the time, what happened, and why nothing was recorded there. */
export function Tip({ at, camera, among, spans, list, view, widthPx, tolerance, now }: Props) {
  const span = spanAt(spans, at);
  const recorded = span?.kind === 'recorded';
  const picture = useThumbnail(
    recorded
      ? {
          camera: camera.id,
          stream: smallStream(camera),
          at: thumbnailTime(at, view.to - view.from, widthPx),
        }
      : undefined,
  );
  const when = new Date(at);
  const left = `${Math.min(1, Math.max(0, fractionOf(view, at))) * 100}%`;
  return (
    <>
      <i className={classes.line} style={{ left }} />
      <div className={classes.tip} style={{ '--at': left } as CSSProperties} role="tooltip">
        {recorded && picture !== undefined && <img src={picture} alt="" />}
        <b>{clockWords(when)}</b>
        <span>{dayWords(when)}</span>
        {among && <span>{camera.name}</span>}
        {happened(episodesAt(list, at, tolerance), camera.name).map(({ look, words }) => (
          <em key={words} data-look={look}>
            {words}
          </em>
        ))}
        <span>{spanWords(span, at, now)}</span>
      </div>
    </>
  );
}

/** A line for each kind: one in full, many by their number. */
function happened(list: readonly Episode[], name: string): { look: Look; words: string }[] {
  const by = new Map<Look, Episode[]>();
  for (const episode of list) {
    const look = lookOf(episode);
    by.set(look, [...(by.get(look) ?? []), episode]);
  }
  return [...by].map(([look, some]) => {
    const [one] = some;
    return {
      look,
      words:
        one === undefined || some.length > 1
          ? `${LOOK_WORDS[look]}, ${some.length} times`
          : `${clockWords(new Date(one.from))} ${sentence({ ...one, phase: 'began' }, name)}${lasting(one)}`,
    };
  });
}

function lasting({ from, to, lasts }: Episode): string {
  return lasts ? ', goes on' : to > from ? `, ${lengthWords(to - from)}` : '';
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

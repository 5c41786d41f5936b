import { memo } from 'react';
import type { Span } from '../api/types';
import { CAUSES } from '../common/words';
import { LOOK_WORDS, lookOf } from './bands';
import type { Look } from './bands';
import type { View } from './geometry';
import type { Episodes } from './useEvents';
import type { Spans } from './useSpans';
import classes from './Legend.module.css';

interface Props {
  spans: Spans;
  events: Episodes;
  view: View;
  /** Some of what is in sight has not happened yet. */
  future: boolean;
}

/** What the colours of the timeline mean; only those that are in sight. */
export const Legend = memo(function Legend({ spans, events, view, future }: Props) {
  const kinds = [...new Set(Object.values(spans).flat().filter(inSight(view)).map(kindOf))];
  const looks = new Set<Look>();
  for (const episode of Object.values(events).flat()) {
    if (episode.to >= view.from && episode.from <= view.to) {
      looks.add(lookOf(episode));
    }
  }
  return (
    <ul className={classes.legend} aria-label="Meaning of the timeline’s colours">
      {kinds.map((kind) => (
        <li key={kind}>
          <i data-kind={kind} aria-hidden="true" />
          {kind === 'recorded' ? 'recorded' : CAUSES[kind]}
        </li>
      ))}
      {future && (
        <li>
          <i data-kind="future" aria-hidden="true" />
          not yet
        </li>
      )}
      {[...looks].sort().map((look) => (
        <li key={look}>
          <i data-look={look} aria-hidden="true" />
          {LOOK_WORDS[look]}
        </li>
      ))}
    </ul>
  );
});

const kindOf = (span: Span) => (span.kind === 'recorded' ? 'recorded' : span.cause);

const inSight =
  (view: View) =>
  ({ from, to }: Span): boolean =>
    Date.parse(to) > view.from && Date.parse(from) < view.to;

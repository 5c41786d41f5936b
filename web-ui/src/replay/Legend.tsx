import type { Span } from '../api/types';
import { CAUSES } from '../common/words';
import classes from './Legend.module.css';

/** What the colours of the timeline mean; only those that are in sight. */
export function Legend({ spans }: { spans: readonly Span[] }) {
  const kinds = [...new Set(spans.map((span) => (span.kind === 'recorded' ? 'recorded' : span.cause)))];
  return (
    <ul className={classes.legend} aria-label="Meaning of the timeline’s colours">
      {kinds.map((kind) => (
        <li key={kind}>
          <i data-kind={kind} aria-hidden="true" />
          {kind === 'recorded' ? 'recorded' : CAUSES[kind]}
        </li>
      ))}
    </ul>
  );
}

import type { Tone } from './words';
import classes from './StateDot.module.css';

/** A dot beside words; the words carry the meaning. */
export function StateDot({ tone }: { tone: Tone }) {
  return <span className={classes.dot} data-tone={tone} aria-hidden="true" />;
}

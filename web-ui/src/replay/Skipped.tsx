import { clockWords, lengthWords } from '../common/time';
import classes from './Skipped.module.css';

/** Told for a while after a gap was jumped over. */
export function Skipped({ gap }: { gap: { from: string; to: string } }) {
  const from = new Date(gap.from);
  const to = new Date(gap.to);
  return (
    <p className={classes.skipped} role="status">
      Nothing was recorded from {clockWords(from)} to {clockWords(to)}: jumped over{' '}
      {lengthWords(to.getTime() - from.getTime())}.
    </p>
  );
}

import { lengthWords } from '../common/time';
import { zoom } from './geometry';
import type { View } from './geometry';
import classes from './ZoomChoice.module.css';

const MINUTE = 60_000;
const CHOICES = [
  { words: 'month', ms: 31 * 24 * 60 * MINUTE },
  { words: 'day', ms: 24 * 60 * MINUTE },
  { words: 'hour', ms: 60 * MINUTE },
  { words: 'minute', ms: MINUTE },
  { words: 'second', ms: 1000 },
] as const;

interface Props {
  view: View;
  limits: View;
  /** Recorded time in sight: it stays in sight if it is. */
  at: number;
  onView: (view: View) => void;
}

/** How much of time the timeline shows. */
export function ZoomChoice({ view, limits, at, onView }: Props) {
  const length = view.to - view.from;
  const around = at >= view.from && at <= view.to ? at : (view.from + view.to) / 2;
  const set = (ms: number) => onView(zoom(view, ms / length, around, limits));
  return (
    <div className={classes.zoom} role="group" aria-label="Timeline shows">
      <span>{lengthWords(length)}</span>
      {CHOICES.map(({ words, ms }) => (
        <button
          key={words}
          type="button"
          aria-pressed={Math.abs(length / ms - 1) < 0.01}
          onClick={() => set(ms)}
          title={`Show a ${words} (wheel: closer or farther)`}
        >
          {words}
        </button>
      ))}
    </div>
  );
}

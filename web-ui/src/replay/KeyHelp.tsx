import { useState } from 'react';
import { useKeys } from './keys';
import classes from './KeyHelp.module.css';

const KEYS = [
  ['space', 'play, pause; goes on as it went'],
  ['J K L', 'backward, stop, forward; again: faster'],
  [', .', 'one picture back, on'],
  ['← →', '10 seconds (with shift a minute)'],
  ['W E', 'previous, next event of the chosen camera'],
  ['+ −', 'speed'],
  ['Z X', 'timeline closer, farther'],
  ['↑ ↓', 'on the timeline: another camera’s row'],
  ['I O', 'mark start, end'],
  ['N', 'live'],
  ['Enter Esc', 'enlarge the chosen camera, back'],
  ['?', 'this list'],
] as const;

/** Everything can be done by keys; this tells which. */
export function KeyHelp() {
  const [open, setOpen] = useState(false);
  useKeys({
    '?': () => setOpen(!open),
    ...(open ? { Escape: () => setOpen(false) } : {}),
  });
  return (
    <details className={classes.help} open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>Keys</summary>
      <dl>
        {KEYS.map(([key, does]) => (
          <div key={key}>
            <dt>{key}</dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

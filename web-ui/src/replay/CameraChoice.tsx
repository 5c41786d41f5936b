import { Button } from '@mantine/core';
import IconVideo from '@tabler/icons-react/icons/IconVideo';
import { useRef, useState } from 'react';
import type { Camera } from '../api/types';
import classes from './CameraChoice.module.css';

/** As many as one replay holds in step. */
export const MOST = 16;

interface Props {
  all: readonly Camera[];
  chosen: readonly string[];
  onChoose: (cameras: readonly string[]) => void;
}

/** Which cameras are shown together: 1 to 16. */
export function CameraChoice({ all, chosen, onChoose }: Props) {
  const [draft, setDraft] = useState(chosen);
  const list = useRef<HTMLDetailsElement>(null);
  const toggle = (id: string) =>
    setDraft((before) =>
      before.includes(id) ? before.filter((other) => other !== id) : [...before, id].slice(-MOST),
    );
  const choose = (ids: readonly string[]) => {
    if (list.current !== null) {
      list.current.open = false;
      list.current.querySelector('summary')?.focus(); // not lost with what was pressed
    }
    if (ids.length > 0 && ids.join(' ') !== chosen.join(' ')) {
      onChoose(ids);
    }
  };
  const first = all.find(({ id }) => id === chosen[0]);
  return (
    // What is inside is what listens; the key is only caught here.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <details
      ref={list}
      className={classes.choice}
      onKeyDown={(event) => {
        if (event.key === 'Escape') {
          event.currentTarget.open = false;
        }
      }}
    >
      <summary aria-label="Cameras">
        <IconVideo size={17} stroke={1.7} aria-hidden="true" />
        {chosen.length === 1 ? (first?.name ?? chosen[0]) : `${chosen.length} cameras`}
      </summary>
      <div className={classes.list}>
        <ul>
          {all.map(({ id, name }) => (
            <li key={id}>
              <label>
                <input type="checkbox" checked={draft.includes(id)} onChange={() => toggle(id)} />
                {name}
              </label>
              <button type="button" onClick={() => choose([id])} aria-label={`Only ${name}`}>
                only
              </button>
            </li>
          ))}
        </ul>
        <div className={classes.go}>
          <Button
            size="xs"
            variant="default"
            onClick={() => setDraft(all.slice(0, MOST).map(({ id }) => id))}
          >
            {all.length > MOST ? `First ${MOST}` : 'All'}
          </Button>
          <Button size="xs" disabled={draft.length === 0} onClick={() => choose(draft)}>
            Show {draft.length === 1 ? 'one camera' : `${draft.length} cameras`}
          </Button>
        </div>
      </div>
    </details>
  );
}

import { Button, Group, Loader, Modal } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { Problem } from '../api/http';
import { discovery } from '../api/recorder';
import type { FoundCamera } from '../api/types';
import { ProblemNote } from '../common/ProblemNote';
import { usePoll } from '../common/usePoll';
import classes from './FoundCameras.module.css';

interface Props {
  onClose: () => void;
  onAdd: (found: FoundCamera) => void;
  /** A camera of ours that is at another address now. */
  onMoved: (found: FoundCamera) => void;
}

/** Searches the network as it opens, and shows what is found as it is found. */
export function FoundCameras({ onClose, onAdd, onMoved }: Props) {
  const [round, setRound] = useState(0);
  const [begun, setBegun] = useState(-1);
  const [problem, setProblem] = useState<Problem>();
  useEffect(() => {
    let over = false;
    void discovery.start().then((answer) => {
      if (!over) {
        setProblem(answer.ok ? undefined : answer.problem);
        setBegun(round);
      }
    });
    return () => {
      over = true;
    };
  }, [round]);
  const search = usePoll(`search ${begun}`, discovery.now, 1000);
  const running = begun < round || search.value === undefined || search.value.running;
  const found = begun < round ? [] : (search.value?.found ?? []);

  return (
    <Modal opened onClose={onClose} title="Cameras in the network" size="lg">
      <ProblemNote problem={problem ?? search.problem} />
      {found.length === 0 && !running && (
        <p className={classes.none}>
          Nothing was found. Cameras in other networks do not hear a search: add them by their address.
        </p>
      )}
      <ul className={classes.list} aria-label="Found cameras">
        {found.map((camera) => (
          <li key={camera.address} className={classes.row}>
            <div className={classes.who}>
              <b>{nameOf(camera)}</b>
              <span>{camera.address}</span>
              <span className={classes.via}>by {camera.via.join(', ')}</span>
            </div>
            {camera.addedAs === undefined ? (
              <Button size="sm" variant="light" onClick={() => onAdd(camera)}>
                Add
              </Button>
            ) : (
              <div className={classes.added}>
                <span>
                  added as <b>{camera.addedAs}</b>
                  {camera.moved && ', at another address'}
                </span>
                {camera.moved && (
                  <Button size="sm" variant="light" onClick={() => onMoved(camera)}>
                    Use this one
                  </Button>
                )}
              </div>
            )}
          </li>
        ))}
      </ul>
      <Group justify="space-between" mt="md">
        <span role="status">{running && problem === undefined ? <Searching /> : null}</span>
        <Button variant="default" disabled={running} onClick={() => setRound(round + 1)}>
          Search again
        </Button>
      </Group>
    </Modal>
  );
}

function Searching() {
  return (
    <Group gap="xs">
      <Loader size="xs" /> searching …
    </Group>
  );
}

/** Maker and model where they are told, else the name it gives itself. */
export function nameOf(camera: FoundCamera): string {
  const told = [camera.vendor, camera.model].filter((part) => part !== undefined && part !== '');
  const name = camera.name.trim();
  if (name === '') {
    return told.length === 0 ? camera.driver.toUpperCase() : told.join(' ');
  }
  return told.length === 0 || name.includes(told.join(' ')) ? name : `${name} (${told.join(' ')})`;
}

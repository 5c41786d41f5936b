import { Button, Checkbox, Group, NativeSelect } from '@mantine/core';
import IconFileZip from '@tabler/icons-react/icons/IconFileZip';
import { useState } from 'react';
import type { Problem } from '../api/http';
import { exports } from '../api/recorder';
import type { Camera, Profile } from '../api/types';
import { ProblemNote } from '../common/ProblemNote';
import { lengthWords } from '../common/time';
import { TimeField } from '../common/TimeField';
import type { Wanted } from './wanted';
import classes from './Exports.module.css';

interface Props {
  cameras: readonly Camera[];
  /** What stands in the form at first. */
  wanted: Wanted;
  onStarted: () => void;
}

/** Cameras, range and stream of a new export. */
export function ExportForm({ cameras, wanted: first, onStarted }: Props) {
  const [wanted, setWanted] = useState(first);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const set = (change: Partial<Wanted>) => setWanted((before) => ({ ...before, ...change }));
  const wrong =
    wanted.cameras.length === 0
      ? 'Choose a camera'
      : wanted.to > wanted.from
        ? undefined
        : 'The end is before the start';

  const start = async () => {
    setBusy(true);
    const answer = await exports.start({
      ...wanted,
      from: new Date(wanted.from).toISOString(),
      to: new Date(wanted.to).toISOString(),
    });
    setBusy(false);
    setProblem(answer.ok ? undefined : answer.problem);
    if (answer.ok) {
      onStarted();
    }
  };

  return (
    <section className={classes.form} aria-label="New export">
      <Checkbox.Group
        label="Cameras"
        value={[...wanted.cameras]}
        onChange={(chosen) => set({ cameras: chosen })}
      >
        <Group gap="md" mt={6}>
          {cameras.map(({ id, name }) => (
            <Checkbox key={id} value={id} label={name} />
          ))}
        </Group>
      </Checkbox.Group>
      <div className={classes.fields}>
        <TimeField label="From" value={wanted.from} onTime={(from) => set({ from })} />
        <TimeField label="To" value={wanted.to} onTime={(to) => set({ to })} />
        <NativeSelect
          label="Stream"
          value={wanted.stream}
          data={['main', 'sub']}
          onChange={(event) => set({ stream: event.currentTarget.value as Profile })}
        />
        <Button
          leftSection={<IconFileZip size={18} />}
          disabled={wrong !== undefined}
          loading={busy}
          onClick={() => void start()}
        >
          {wrong ?? `Export ${lengthWords(wanted.to - wanted.from)}`}
        </Button>
      </div>
      <ProblemNote problem={problem} />
    </section>
  );
}

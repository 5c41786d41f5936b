import { Button, Checkbox, Group, Modal, Stack } from '@mantine/core';
import { useState } from 'react';
import type { Problem } from '../api/http';
import { cameras } from '../api/recorder';
import type { Camera } from '../api/types';
import { ProblemNote } from '../common/ProblemNote';

/** Asks before a camera goes. Its recordings stay unless they are chosen to go too. */
export function DeleteCamera({
  camera,
  onClose,
  onDone,
}: {
  camera: Camera;
  onClose: () => void;
  onDone: () => void;
}) {
  const [recordings, setRecordings] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();

  const go = async () => {
    setBusy(true);
    const answer = await cameras.remove(camera.id, recordings);
    setBusy(false);
    if (answer.ok) {
      onDone();
    } else {
      setProblem(answer.problem);
    }
  };

  return (
    <Modal opened onClose={onClose} title={`Delete ${camera.name}?`}>
      <Stack gap="md">
        <div>The camera disappears from the wall and is not recorded any more.</div>
        <Checkbox
          label="Delete its recordings too. This cannot be undone."
          checked={recordings}
          onChange={(event) => setRecordings(event.currentTarget.checked)}
        />
        <ProblemNote problem={problem} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Keep it
          </Button>
          <Button color="red" loading={busy} onClick={() => void go()}>
            {recordings ? 'Delete camera and recordings' : 'Delete camera'}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

import { Button, Group, Loader, Modal, Stack, TextInput } from '@mantine/core';
import { useRef, useState } from 'react';
import { system } from '../api/recorder';
import type { Camera } from '../api/types';
import { ProblemNote } from '../common/ProblemNote';
import { usePoll } from '../common/usePoll';
import classes from './CameraForm.module.css';

/** Where other software finds a camera's streams by RTSP. */
export function RestreamAddresses({ camera, onClose }: { camera: Camera; onClose: () => void }) {
  const answer = usePoll('system', system, 0);
  // All other drivers find the sub stream by themselves.
  const hasSub = camera.subAddress !== undefined || camera.driver !== 'rtsp';
  const port = answer.value?.restream?.port;
  const address = (profile: string) =>
    `rtsp://${location.hostname}:${port ?? ''}/live/${encodeURIComponent(camera.id)}/${profile}`;

  return (
    <Modal opened onClose={onClose} title={`${camera.name} for other software`} size="lg">
      <ProblemNote problem={answer.problem} />
      {answer.value === undefined && answer.problem === undefined && <Loader />}
      {answer.value !== undefined && port === undefined && (
        <p>
          The recorder gives no streams by RTSP now: it is not installed, or another program has its port.
        </p>
      )}
      {port !== undefined && (
        <Stack gap="md">
          <Address label="Main stream" value={address('main')} />
          {hasSub && <Address label="Sub stream" value={address('sub')} />}
          <p className={classes.note}>
            The other software signs in with a user of this recorder, or with <code>token</code> as the user
            and a token as the password.
          </p>
        </Stack>
      )}
    </Modal>
  );
}

function Address({ label, value }: { label: string; value: string }) {
  const input = useRef<HTMLInputElement>(null);
  const [said, setSaid] = useState('');

  const copy = async () => {
    input.current?.select();
    try {
      await navigator.clipboard.writeText(value);
      setSaid('Copied.');
    } catch {
      // Browsers give pages by plain http no clipboard: there is none, or it refuses.
      setSaid('Selected: copy it with Ctrl+C.');
    }
  };

  return (
    <Group align="end" gap="xs" wrap="nowrap">
      <TextInput
        ref={input}
        flex={1}
        readOnly
        label={label}
        value={value}
        description={<span role="status">{said}</span>}
      />
      <Button
        variant="default"
        aria-label={`Copy the address of the ${label.toLowerCase()}`}
        onClick={() => void copy()}
      >
        Copy
      </Button>
    </Group>
  );
}

import {
  Alert,
  Button,
  Group,
  Modal,
  NativeSelect,
  PasswordInput,
  Stack,
  Switch,
  TextInput,
} from '@mantine/core';
import { useState } from 'react';
import type { SubmitEvent } from 'react';
import type { Problem } from '../api/http';
import { cameras, drivers } from '../api/recorder';
import type { Camera, Driver } from '../api/types';
import { usePoll } from '../common/usePoll';
import {
  cameraOf,
  draftOf,
  driverFor,
  EMPTY,
  exampleOf,
  faultsOf,
  hasChannels,
  hasSubAddress,
  inputOf,
  wordsAtInput,
} from './draft';
import type { Draft } from './draft';
import { RecordFields } from './RecordFields';
import classes from './CameraForm.module.css';

interface Props {
  /** Undefined: a new one. */
  camera: Camera | undefined;
  /** What is known of a new one. */
  known?: Partial<Draft>;
  onClose: () => void;
  onSaved: () => void;
}

/** Adds or changes a camera. Faults stand at the inputs they are about, also those the recorder finds. */
export function CameraForm({ camera, known: suggested, onClose, onSaved }: Props) {
  const [draft, setDraft] = useState<Draft>(() =>
    camera === undefined ? { ...EMPTY, ...suggested } : draftOf(camera),
  );
  const [faults, setFaults] = useState<Record<string, string>>({});
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState(false);
  const known = usePoll('drivers', drivers, 0);

  const set = (change: Partial<Draft>) => {
    setDraft({ ...draft, ...change });
    setFaults({});
    setProblem(undefined);
  };

  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const found = faultsOf(draft);
    setFaults(found);
    setProblem(undefined);
    if (Object.keys(found).length > 0) {
      return;
    }
    setBusy(true);
    const wanted = cameraOf(draft, camera);
    const answer =
      camera === undefined ? await cameras.create(wanted) : await cameras.update(wanted as Camera);
    setBusy(false);
    if (answer.ok) {
      onSaved();
      return;
    }
    const input = inputOf(answer.problem.field);
    if (input === undefined) {
      setProblem(answer.problem);
    } else {
      setFaults({ [input]: wordsAtInput(answer.problem) });
    }
  };

  return (
    <Modal opened onClose={onClose} title={camera === undefined ? 'Add a camera' : camera.name} size="lg">
      <form noValidate onSubmit={(event) => void submit(event)}>
        <Stack gap="md">
          <TextInput
            label="Name"
            name="name"
            placeholder="Front door"
            data-autofocus
            required
            value={draft.name}
            error={faults.name}
            onChange={(event) => set({ name: event.currentTarget.value })}
          />
          <div className={classes.pair} data-driver>
            <NativeSelect
              label="Kind"
              name="driver"
              value={draft.driver}
              error={faults.driver}
              data={choices(known.value, draft.driver)}
              onChange={(event) => set({ driver: event.currentTarget.value })}
            />
            <TextInput
              label="Address"
              name="address"
              placeholder={exampleOf(draft.driver)}
              required
              inputMode="url"
              autoCapitalize="none"
              spellCheck={false}
              value={draft.address}
              error={faults.address}
              onChange={({ currentTarget: { value: address } }) =>
                set({ address, driver: driverFor(address, draft.driver, known.value ?? []) })
              }
            />
          </div>
          {hasChannels(draft.driver) && (
            <TextInput
              label="Channel"
              name="channel"
              description="Which camera of the recorder, counted from 1."
              placeholder="1"
              inputMode="numeric"
              value={draft.channel}
              error={faults.channel}
              onChange={(event) => set({ channel: event.currentTarget.value })}
            />
          )}
          {hasSubAddress(draft.driver) && (
            <TextInput
              label="Address of the small picture (sub stream)"
              name="subAddress"
              description="Shown on the wall. Without it the wall shows the main stream, which costs network and computing."
              placeholder="rtsp://192.168.1.20/stream2"
              inputMode="url"
              autoCapitalize="none"
              spellCheck={false}
              value={draft.subAddress}
              error={faults.subAddress}
              onChange={(event) => set({ subAddress: event.currentTarget.value })}
            />
          )}
          <div className={classes.pair}>
            <TextInput
              label="User name at the camera"
              name="username"
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              value={draft.username}
              error={faults.username}
              onChange={(event) => set({ username: event.currentTarget.value })}
            />
            <PasswordInput
              label="Password at the camera"
              name="password"
              autoComplete="new-password"
              placeholder={camera?.username === undefined ? '' : 'unchanged'}
              value={draft.password}
              error={faults.password}
              onChange={(event) => set({ password: event.currentTarget.value })}
            />
          </div>
          <RecordFields draft={draft} faults={faults} set={set} />
          <Switch
            label="Switched on"
            checked={draft.enabled}
            onChange={(event) => set({ enabled: event.currentTarget.checked })}
          />
          {problem !== undefined && (
            <Alert role="alert" color="red">
              {problem.words}
            </Alert>
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={busy}>
              {camera === undefined ? 'Add camera' : 'Save'}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

/** Installed drivers, and the one in use even if its bundle is gone. */
function choices(known: Driver[] | undefined, used: string): { value: string; label: string }[] {
  const found = (known ?? []).map((driver) => {
    const value = driver.driver ?? driver.id ?? driver.name ?? '';
    return { value, label: driver.title ?? value.toUpperCase() };
  });
  return found.some((choice) => choice.value === used)
    ? found
    : [{ value: used, label: used.toUpperCase() }, ...found];
}

import {
  Button,
  Checkbox,
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
import { users } from '../api/recorder';
import type { Camera, Role, User } from '../api/types';
import { ProblemNote } from '../common/ProblemNote';

interface Props {
  /** Undefined: a new one. */
  user: User | undefined;
  cameras: readonly Camera[];
  onClose: () => void;
  onSaved: () => void;
}

const ROLES: { value: Role; label: string }[] = [
  { value: 'viewer', label: 'viewer: looks and replays' },
  { value: 'operator', label: 'operator: also downloads' },
  { value: 'admin', label: 'admin: also changes cameras, users and settings' },
];

/** Adds or changes an account. */
export function UserForm({ user, cameras, onClose, onSaved }: Props) {
  const [name, setName] = useState(user?.name ?? '');
  const [role, setRole] = useState<Role>(user?.role ?? 'viewer');
  const [password, setPassword] = useState('');
  const [allowed, setAllowed] = useState<readonly string[] | undefined>(user?.cameras);
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState(false);
  const fault = (field: string) => (problem?.field === field ? problem.words : undefined);

  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    setBusy(true);
    setProblem(undefined);
    const wanted = { name: name.trim(), role, ...(allowed === undefined ? {} : { cameras: allowed }) };
    const answer =
      user === undefined
        ? await users.create({ ...wanted, password })
        : await users.update({ ...wanted, ...(password === '' ? {} : { password }) });
    setBusy(false);
    if (answer.ok) {
      onSaved();
    } else {
      setProblem(answer.problem);
    }
  };

  return (
    <Modal opened onClose={onClose} title={user === undefined ? 'Add a user' : user.name}>
      <form onSubmit={(event) => void submit(event)}>
        <Stack gap="md">
          {user === undefined && (
            <TextInput
              label="Name"
              name="name"
              data-autofocus
              required
              autoCapitalize="none"
              spellCheck={false}
              autoComplete="off"
              value={name}
              error={fault('name')}
              onChange={(event) => setName(event.currentTarget.value)}
            />
          )}
          <PasswordInput
            label={user === undefined ? 'Password' : 'New password'}
            name="password"
            autoComplete="new-password"
            required={user === undefined}
            placeholder={user === undefined ? '' : 'unchanged'}
            value={password}
            error={fault('password')}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
          <NativeSelect
            label="Role"
            value={role}
            data={ROLES}
            error={fault('role')}
            onChange={(event) => setRole(event.currentTarget.value as Role)}
          />
          <Switch
            label="May see all cameras"
            checked={allowed === undefined}
            onChange={(event) => setAllowed(event.currentTarget.checked ? undefined : [])}
          />
          {allowed !== undefined && (
            <Checkbox.Group
              label="Cameras"
              value={[...allowed]}
              error={fault('cameras')}
              onChange={(chosen) => setAllowed(chosen)}
            >
              <Stack gap={6} mt={6}>
                {cameras.map((camera) => (
                  <Checkbox key={camera.id} value={camera.id} label={camera.name} />
                ))}
              </Stack>
            </Checkbox.Group>
          )}
          {(problem?.field === undefined || fault(problem.field) === undefined) && (
            <ProblemNote problem={problem} />
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={busy}>
              {user === undefined ? 'Add user' : 'Save'}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

import { Button, Group, Modal, Stack } from '@mantine/core';
import IconPlus from '@tabler/icons-react/icons/IconPlus';
import { useState } from 'react';
import type { Problem } from '../api/http';
import { cameras, users } from '../api/recorder';
import type { Camera, User } from '../api/types';
import { Answer } from '../common/Answer';
import { Page } from '../common/Page';
import { ProblemNote } from '../common/ProblemNote';
import { Table } from '../common/Table';
import { usePoll } from '../common/usePoll';
import { UserForm } from './UserForm';

/** Who may sign in, with which rights, and to which cameras. */
export function UsersPage() {
  const answer = usePoll('users', users.all, 10_000);
  const known = usePoll('cameras', cameras.all, 60_000).value ?? [];
  const [form, setForm] = useState<{ user: User | undefined }>();
  const [deleting, setDeleting] = useState<User>();

  const done = () => {
    setForm(undefined);
    setDeleting(undefined);
    answer.refresh();
  };

  return (
    <Page
      title="Users"
      tools={
        <Button leftSection={<IconPlus size={18} />} onClick={() => setForm({ user: undefined })}>
          Add a user
        </Button>
      }
    >
      <Answer of={answer}>
        {(list) => (
          <Table
            label="Users"
            columns={['Name', 'Role', 'Cameras', 'Change']}
            rows={list.map((user) => ({
              key: user.name,
              cells: [
                user.name,
                user.role,
                user.cameras === undefined ? 'all' : namesOf(user.cameras, known),
                <Group key="change" gap="xs" wrap="nowrap">
                  <Button
                    size="compact-sm"
                    variant="default"
                    aria-label={`Edit ${user.name}`}
                    onClick={() => setForm({ user })}
                  >
                    Edit
                  </Button>
                  <Button
                    size="compact-sm"
                    variant="default"
                    aria-label={`Delete ${user.name}`}
                    onClick={() => setDeleting(user)}
                  >
                    Delete
                  </Button>
                </Group>,
              ],
            }))}
            none="There are no users."
          />
        )}
      </Answer>
      {form !== undefined && (
        <UserForm user={form.user} cameras={known} onClose={() => setForm(undefined)} onSaved={done} />
      )}
      {deleting !== undefined && (
        <DeleteUser user={deleting} onClose={() => setDeleting(undefined)} onDone={done} />
      )}
    </Page>
  );
}

function namesOf(ids: readonly string[], known: readonly Camera[]): string {
  return ids.length === 0
    ? 'none'
    : ids.map((id) => known.find((camera) => camera.id === id)?.name ?? id).join(', ');
}

function DeleteUser({ user, onClose, onDone }: { user: User; onClose: () => void; onDone: () => void }) {
  const [problem, setProblem] = useState<Problem>();
  const go = async () => {
    const answer = await users.remove(user.name);
    if (answer.ok) {
      onDone();
    } else {
      setProblem(answer.problem);
    }
  };
  return (
    <Modal opened onClose={onClose} title={`Delete ${user.name}?`}>
      <Stack gap="md">
        <div>The account can no longer sign in, and is signed out wherever it is in use.</div>
        <ProblemNote problem={problem} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Keep it
          </Button>
          <Button color="red" onClick={() => void go()}>
            Delete user
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

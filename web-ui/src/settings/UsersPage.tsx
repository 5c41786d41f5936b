import { users } from '../api/recorder';
import { Answer } from '../common/Answer';
import { Page } from '../common/Page';
import { Table } from '../common/Table';
import { usePoll } from '../common/usePoll';

/** Who may sign in, with which rights, and to which cameras. */
export function UsersPage() {
  const answer = usePoll('users', users, 10_000);
  return (
    <Page title="Users">
      <Answer of={answer}>
        {(list) => (
          <Table
            label="Users"
            columns={['Name', 'Role', 'Cameras']}
            rows={list.map(({ name, role, cameras }) => ({
              key: name,
              cells: [name, role, cameras === undefined ? 'all' : cameras.join(', ')],
            }))}
            none="There are no users."
          />
        )}
      </Answer>
    </Page>
  );
}

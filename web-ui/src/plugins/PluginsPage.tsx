import { plugins } from '../api/recorder';
import { Answer } from '../common/Answer';
import { Page } from '../common/Page';
import { Table } from '../common/Table';
import { usePoll } from '../common/usePoll';

/** What is installed: kinds of cameras, ways to record and show. */
export function PluginsPage() {
  const answer = usePoll('plugins', plugins, 10_000);
  return (
    <Page title="Plug-ins">
      <Answer of={answer}>
        {(list) => (
          <Table
            label="Plug-ins"
            columns={['Name', 'Version', 'From', 'State', 'Signed by']}
            rows={list.map((plugin) => ({
              key: plugin.id,
              cells: [
                plugin.name,
                plugin.version,
                plugin.vendor ?? '–',
                plugin.detail === undefined ? plugin.state : `${plugin.state}: ${plugin.detail}`,
                plugin.signed ? (plugin.signer ?? 'yes') : 'not signed',
              ],
            }))}
            none="No plug-in is installed."
          />
        )}
      </Answer>
    </Page>
  );
}

import { Link } from 'react-router';
import { events } from '../api/recorder';
import { Answer } from '../common/Answer';
import { Page } from '../common/Page';
import { Table } from '../common/Table';
import { addDays, fullWords } from '../common/time';
import { usePoll } from '../common/usePoll';
import type { Happening } from '../api/types';

/** What happened during the last day, newest first; each leads to its picture. */
export function EventsPage() {
  const answer = usePoll('events', () => events(addDays(new Date(), -1), new Date()), 10_000);
  return (
    <Page title="Events">
      <Answer of={answer}>
        {(list) => (
          <Table
            label="Events"
            columns={['When', 'What', 'Camera', 'More']}
            rows={list.map((event, i) => ({
              key: `${event.at ?? ''} ${i}`,
              cells: [
                event.at === undefined ? '–' : fullWords(new Date(event.at)),
                kindWords(event),
                event.camera === undefined ? (
                  '–'
                ) : (
                  <Link
                    key="camera"
                    to={`/replay?${new URLSearchParams({ camera: event.camera, at: event.at ?? '' }).toString()}`}
                  >
                    {event.camera}
                  </Link>
                ),
                event.text ?? event.detail ?? '',
              ],
            }))}
            none="Nothing has happened during the last day."
          />
        )}
      </Answer>
    </Page>
  );
}

const KINDS: Record<string, string> = {
  motion: 'motion',
  input: 'alarm input',
  tamper: 'tampering',
  'video-loss': 'no picture',
  camera: 'camera',
  disk: 'disk',
  login: 'sign-in',
  plugin: 'plug-in',
};

function kindWords({ kind = '', phase }: Happening): string {
  const words = KINDS[kind] ?? kind;
  return phase === 'began' ? `${words} begins` : phase === 'ended' ? `${words} ends` : words;
}

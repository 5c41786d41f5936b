import { Anchor } from '@mantine/core';
import { system } from '../api/recorder';
import type { System } from '../api/types';
import { Answer } from '../common/Answer';
import { Page } from '../common/Page';
import { Table } from '../common/Table';
import { lengthWords } from '../common/time';
import { usePoll } from '../common/usePoll';
import { bytesWords } from '../common/words';
import { SettingsForms } from './SettingsForms';

/** What runs here, since when, and with what it shows pictures. */
export function SystemPage() {
  const answer = usePoll('system', system, 5000);
  return (
    <Page title="System">
      <Answer of={answer}>
        {(value) => (
          <Table
            label="System"
            columns={['What', 'Now']}
            rows={facts(value).map(([name, now]) => ({ key: name, cells: [name, now] }))}
            none="The recorder says nothing about itself."
          />
        )}
      </Answer>
      <SettingsForms />
      <p>
        For technicians: the <Anchor href="/system/console">console of bundles and configuration</Anchor>.
      </p>
    </Page>
  );
}

function facts(value: System): [string, string][] {
  const { memory, live } = value;
  const engines = live?.engines ?? [];
  const all: [string, string | undefined][] = [
    ['Version', value.version],
    ['Running for', map(value.uptimeSeconds, uptimeWords)],
    ['Memory of the process', map(memory?.rss, bytesWords)],
    [
      'Java heap',
      memory?.heapUsed === undefined || memory.heapMax === undefined
        ? undefined
        : `${bytesWords(memory.heapUsed)} of ${bytesWords(memory.heapMax)}`,
    ],
    ['Threads', map(value.threads, String)],
    ['Java', value.java],
    [
      'Live pictures by',
      live === undefined ? undefined : (live.engine ?? 'nothing: no live engine is ready'),
    ],
    ['Viewers', engines.length === 0 ? undefined : String(engines.reduce((sum, e) => sum + e.viewers, 0))],
    ...(live?.kurento ?? []).map(({ uri, state, sessions }): [string, string] => [
      `Kurento at ${uri}`,
      `${state}, ${String(sessions)} viewers`,
    ]),
    ['Replays', map(value.replays, String)],
  ];
  return all.flatMap(([name, now]) => (now === undefined ? [] : [[name, now]]));
}

const map = (value: number | undefined, words: (value: number) => string): string | undefined =>
  value === undefined ? undefined : words(value);

function uptimeWords(seconds: number): string {
  const days = Math.floor(seconds / 86_400);
  return days === 0 ? lengthWords(seconds * 1000) : `${days} d ${Math.floor((seconds % 86_400) / 3600)} h`;
}

import { Progress } from '@mantine/core';
import { storage } from '../api/recorder';
import type { Disk } from '../api/types';
import { Answer } from '../common/Answer';
import { Page } from '../common/Page';
import { StateDot } from '../common/StateDot';
import { fullWords } from '../common/time';
import { usePoll } from '../common/usePoll';
import { bytesWords } from '../common/words';
import classes from './StoragePage.module.css';

/** The disks that are recorded to, and how far back they reach. */
export function StoragePage() {
  const answer = usePoll('storage', storage, 5000);
  return (
    <Page title="Storage">
      <Answer of={answer}>
        {({ disks, estimatedDays }) => (
          <>
            {estimatedDays !== undefined && (
              <p className={classes.estimate}>
                At the present rate recordings are kept for about <b>{daysWords(estimatedDays)}</b>.
              </p>
            )}
            {disks.length === 0 && <p>No folder is recorded to.</p>}
            {disks.map((disk) => (
              <DiskCard key={disk.path} disk={disk} />
            ))}
          </>
        )}
      </Answer>
    </Page>
  );
}

function DiskCard({ disk }: { disk: Disk }) {
  const ok = disk.state === 'ok';
  const share = disk.size > 0 ? (disk.used / disk.size) * 100 : 0;
  return (
    <section className={classes.disk} aria-label={disk.path}>
      <header>
        <b>{disk.path}</b>
        <span className={classes.state}>
          <StateDot tone={ok ? 'ok' : 'bad'} />
          {STATES[disk.state] ?? disk.state}
        </span>
      </header>
      {disk.detail !== undefined && disk.detail !== '' && <p className={classes.detail}>{disk.detail}</p>}
      <Progress
        value={share}
        color={ok ? 'blue' : 'red'}
        size="lg"
        aria-label={`Used: ${Math.round(share)} %`}
      />
      <dl>
        <Fact name="used" value={`${bytesWords(disk.used)} of ${bytesWords(disk.size)}`} />
        <Fact name="kept free" value={disk.reserve === undefined ? '–' : bytesWords(disk.reserve)} />
        <Fact
          name="writing"
          value={disk.writeMBps === undefined ? '–' : `${disk.writeMBps.toFixed(1)} MB/s`}
        />
        <Fact
          name="oldest recording"
          value={disk.oldest === undefined ? 'none yet' : fullWords(new Date(disk.oldest))}
        />
      </dl>
    </section>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

const STATES: Record<string, string> = {
  ok: 'in use',
  full: 'full',
  'read-only': 'cannot be written to',
  missing: 'not there',
  error: 'faulty',
};

function daysWords(days: number): string {
  if (days < 1) {
    return `${Math.round(days * 24)} hours`;
  }
  return days < 10 ? `${days.toFixed(1)} days` : `${Math.round(days)} days`;
}

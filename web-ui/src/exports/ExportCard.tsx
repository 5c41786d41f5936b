import { Button, Group, Progress } from '@mantine/core';
import IconDownload from '@tabler/icons-react/icons/IconDownload';
import IconTrash from '@tabler/icons-react/icons/IconTrash';
import { useState } from 'react';
import type { Problem } from '../api/http';
import { exports } from '../api/recorder';
import type { Camera, Export } from '../api/types';
import { ProblemNote } from '../common/ProblemNote';
import { clockWords, dayWords, fullWords, lengthWords } from '../common/time';
import { bytesWords, CAUSES } from '../common/words';
import classes from './Exports.module.css';

interface Props {
  job: Export;
  cameras: readonly Camera[];
  onDeleted: () => void;
}

/** One export: what is in it, how far it is, and what is missing in the recordings. */
export function ExportCard({ job, cameras, onDeleted }: Props) {
  const [problem, setProblem] = useState<Problem>();
  const from = new Date(job.from);
  const remove = async () => {
    const answer = await exports.remove(job.id);
    setProblem(answer.ok ? undefined : answer.problem);
    if (answer.ok) {
      onDeleted();
    }
  };
  const working = job.state === 'queued' || job.state === 'running';
  return (
    <section className={classes.card} aria-label={`Export of ${fullWords(from)}`}>
      <header>
        <div>
          <b>
            {dayWords(from)} {clockWords(from)} – {clockWords(new Date(job.to))}
          </b>
          <div className={classes.soft}>
            {job.stream} stream, by {job.by}
            {job.expires !== undefined && `, kept until ${dayWords(new Date(job.expires))}`}
          </div>
        </div>
        <Group gap="xs">
          {job.state === 'done' && (
            <Button
              component="a"
              href={exports.archive(job.id)}
              download
              leftSection={<IconDownload size={18} />}
            >
              Download {bytesWords(job.size ?? 0)}
            </Button>
          )}
          <Button variant="default" leftSection={<IconTrash size={16} />} onClick={() => void remove()}>
            {working ? 'Stop' : 'Delete'}
          </Button>
        </Group>
      </header>
      {working && (
        <Progress
          value={job.progress * 100}
          size="lg"
          aria-label={
            job.state === 'queued' ? 'Waiting for others' : `Done: ${Math.round(job.progress * 100)} %`
          }
        />
      )}
      {job.state === 'failed' && <p className={classes.bad}>It failed: {job.detail}</p>}
      <ProblemNote problem={problem} />
      <ul>
        {job.cameras.map((one) => (
          <li key={one.camera}>
            {cameras.find(({ id }) => id === one.camera)?.name ?? one.camera}:{' '}
            {one.files === 1 ? '1 file' : `${one.files} files`}
            {one.size > 0 && `, ${bytesWords(one.size)}`}
            {one.gaps.length > 0 && <Gaps of={one.gaps} />}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Gaps({ of }: { of: Export['cameras'][number]['gaps'] }) {
  return (
    <details>
      <summary>{of.length === 1 ? '1 gap' : `${of.length} gaps`}</summary>
      {of.map((gap) => (
        <div key={gap.from}>
          {clockWords(new Date(gap.from))}, {lengthWords(Date.parse(gap.to) - Date.parse(gap.from))}
          {gap.kind === 'gap' && `: ${CAUSES[gap.cause]}`}
        </div>
      ))}
    </details>
  );
}

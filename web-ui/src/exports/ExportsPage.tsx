import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { cameras, exports } from '../api/recorder';
import { Answer } from '../common/Answer';
import { Page } from '../common/Page';
import { usePoll } from '../common/usePoll';
import { ExportCard } from './ExportCard';
import { ExportForm } from './ExportForm';
import { wantedOf } from './wanted';

/** Begins exports, and shows how far they are. The address may say what is wanted: see {@link wantedOf}. */
export function ExportsPage() {
  const [busy, setBusy] = useState(false);
  const answer = usePoll('exports', exports.all, busy ? 1000 : 5000);
  const known = usePoll('cameras', cameras.all, 60_000);
  const [parameters] = useSearchParams();
  const [now] = useState(() => Date.now());
  const working = answer.value?.some(({ state }) => state === 'queued' || state === 'running') ?? false;
  if (working !== busy) {
    setBusy(working);
  }
  return (
    <Page title="Exports">
      <Answer of={known}>
        {(list) => (
          <ExportForm
            key={parameters.toString()}
            cameras={list}
            wanted={wantedOf(parameters, list, now)}
            onStarted={() => answer.refresh()}
          />
        )}
      </Answer>
      <Answer of={answer}>
        {(jobs) =>
          jobs.length === 0 ? (
            <p>Nothing was exported yet. An archive is kept here for some days.</p>
          ) : (
            jobs.map((job) => (
              <ExportCard
                key={job.id}
                job={job}
                cameras={known.value ?? []}
                onDeleted={() => answer.refresh()}
              />
            ))
          )
        }
      </Answer>
    </Page>
  );
}

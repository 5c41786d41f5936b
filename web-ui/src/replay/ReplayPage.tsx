import { Loader } from '@mantine/core';
import { useEffect } from 'react';
import { Link, useSearchParams } from 'react-router';
import { cameras } from '../api/recorder';
import { Page } from '../common/Page';
import { ProblemNote } from '../common/ProblemNote';
import { useStored } from '../common/stored';
import { usePoll } from '../common/usePoll';
import { MOST } from './CameraChoice';
import { ReplayView } from './ReplayView';

const isText = (value: unknown): value is string => typeof value === 'string';

/** Chooses the cameras by the address (`?camera=id,id&at=time`), else those looked at last, else the first. */
export function ReplayPage() {
  const all = usePoll('cameras', cameras.all, 30_000);
  const [parameters, setParameters] = useSearchParams();
  const [last, setLast] = useStored('replay', '', isText);
  const list = all.value ?? [];
  const wanted = (parameters.get('camera') ?? last).split(',').slice(0, MOST);
  const found = list.filter(({ id }) => wanted.includes(id));
  const chosen = found.length > 0 ? found : list.slice(0, 1);
  const at = Date.parse(parameters.get('at') ?? '');
  const ids = chosen.map(({ id }) => id).join(',');

  useEffect(() => {
    if (ids !== '') {
      setLast(ids);
    }
  }, [ids, setLast]);

  if (chosen.length === 0) {
    return (
      <Page title="Replay">
        <ProblemNote problem={all.problem} />
        {all.value === undefined && all.problem === undefined && <Loader />}
        {all.value?.length === 0 && (
          <p>
            Nothing is recorded yet: there is no camera. <Link to="/cameras">To the cameras</Link>
          </p>
        )}
      </Page>
    );
  }
  return (
    <ReplayView
      key={ids}
      cameras={chosen}
      all={list}
      startAt={Number.isNaN(at) ? undefined : at}
      onCameras={(others, time) =>
        setParameters({
          camera: others.join(','),
          ...(time === undefined ? {} : { at: new Date(time).toISOString() }),
        })
      }
    />
  );
}

import { Loader } from '@mantine/core';
import { useEffect } from 'react';
import { Link, useSearchParams } from 'react-router';
import { cameras } from '../api/recorder';
import { Page } from '../common/Page';
import { ProblemNote } from '../common/ProblemNote';
import { useStored } from '../common/stored';
import { usePoll } from '../common/usePoll';
import { CameraView } from './CameraView';

const isText = (value: unknown): value is string => typeof value === 'string';

/** Chooses the camera by the address (`?camera=id&at=time`), else the one looked at last, else the first. */
export function ReplayPage() {
  const all = usePoll('cameras', cameras.all, 30_000);
  const [parameters, setParameters] = useSearchParams();
  const [last, setLast] = useStored('camera', '', isText);
  const list = all.value ?? [];
  const wanted = parameters.get('camera') ?? last;
  const camera = list.find(({ id }) => id === wanted) ?? list[0];
  const at = Date.parse(parameters.get('at') ?? '');
  const id = camera?.id;

  useEffect(() => {
    if (id !== undefined) {
      setLast(id);
    }
  }, [id, setLast]);

  if (camera === undefined) {
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
    <CameraView
      key={camera.id}
      camera={camera}
      all={list}
      startAt={Number.isNaN(at) ? undefined : at}
      onCamera={(chosen) => setParameters({ camera: chosen })}
    />
  );
}

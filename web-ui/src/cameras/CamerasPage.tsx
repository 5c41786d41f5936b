import { ActionIcon, Button, Group, Loader } from '@mantine/core';
import IconBrightness from '@tabler/icons-react/icons/IconBrightness';
import IconHistory from '@tabler/icons-react/icons/IconHistory';
import IconPencil from '@tabler/icons-react/icons/IconPencil';
import IconPlus from '@tabler/icons-react/icons/IconPlus';
import IconRadar2 from '@tabler/icons-react/icons/IconRadar2';
import IconShare from '@tabler/icons-react/icons/IconShare';
import IconStethoscope from '@tabler/icons-react/icons/IconStethoscope';
import IconTrash from '@tabler/icons-react/icons/IconTrash';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { cameras } from '../api/recorder';
import type { Camera, FoundCamera, StreamStatus } from '../api/types';
import { Page } from '../common/Page';
import { ProblemNote } from '../common/ProblemNote';
import { has, useSession } from '../common/session';
import { StateDot } from '../common/StateDot';
import { usePoll } from '../common/usePoll';
import { clockOffWords, MODES, saidInFull, stateWords, streamWords } from '../common/words';
import { CameraForm } from './CameraForm';
import { DeleteCamera } from './DeleteCamera';
import { FoundCameras, nameOf } from './FoundCameras';
import { ImagingPanel } from './ImagingPanel';
import { RestreamAddresses } from './RestreamAddresses';
import { SettingsReport } from './SettingsReport';
import classes from './CamerasPage.module.css';

/** All cameras with the state of each stream; administrators add, change and delete them here. */
export function CamerasPage() {
  const { session } = useSession();
  const admin = has(session, 'admin');
  const all = usePoll('cameras', cameras.all, 5000);
  const [parameters, setParameters] = useSearchParams();
  const [editing, setEditing] = useState<Camera>();
  const [deleting, setDeleting] = useState<Camera>();
  const [checking, setChecking] = useState<Camera>();
  const [imaging, setImaging] = useState<Camera>();
  const [sharing, setSharing] = useState<Camera>();
  const [searching, setSearching] = useState(false);
  const [found, setFound] = useState<FoundCamera>();
  const adding = admin && parameters.has('add');

  const done = () => {
    setEditing(undefined);
    setDeleting(undefined);
    setFound(undefined);
    setParameters({}, { replace: true });
    all.refresh();
  };

  return (
    <Page
      title="Cameras"
      tools={
        admin && (
          <Group gap="xs">
            <Button
              variant="default"
              leftSection={<IconRadar2 size={18} />}
              onClick={() => setSearching(true)}
            >
              Search
            </Button>
            <Button leftSection={<IconPlus size={18} />} onClick={() => setParameters({ add: '' })}>
              Add a camera
            </Button>
          </Group>
        )
      }
    >
      <ProblemNote problem={all.problem} />
      {all.value === undefined && all.problem === undefined && <Loader />}
      {all.value?.length === 0 && (
        <p className={classes.none}>
          No camera yet.{' '}
          {admin ? 'Add the first one with its address.' : 'An administrator adds cameras here.'}
        </p>
      )}
      {all.value !== undefined && all.value.length > 0 && (
        <ul className={classes.list}>
          {all.value.map((camera) => (
            <Row key={camera.id} camera={camera}>
              <ActionIcon
                component={Link}
                to={`/replay?camera=${encodeURIComponent(camera.id)}`}
                variant="subtle"
                color="gray"
                size="lg"
                aria-label={`Recordings of ${camera.name}`}
                title="Recordings"
              >
                <IconHistory size={19} stroke={1.6} />
              </ActionIcon>
              <ActionIcon
                variant="subtle"
                color="gray"
                size="lg"
                aria-label={`Addresses of ${camera.name} for other software`}
                title="For other software (RTSP)"
                onClick={() => setSharing(camera)}
              >
                <IconShare size={19} stroke={1.6} />
              </ActionIcon>
              {admin && (
                <>
                  {camera.driver === 'onvif' && (
                    <ActionIcon
                      variant="subtle"
                      color="gray"
                      size="lg"
                      aria-label={`Set the picture of ${camera.name}`}
                      title="Set its picture"
                      onClick={() => setImaging(camera)}
                    >
                      <IconBrightness size={19} stroke={1.6} />
                    </ActionIcon>
                  )}
                  {camera.driver === 'onvif' && (
                    <ActionIcon
                      variant="subtle"
                      color="gray"
                      size="lg"
                      aria-label={`Check the settings of ${camera.name}`}
                      title="Check its settings"
                      onClick={() => setChecking(camera)}
                    >
                      <IconStethoscope size={19} stroke={1.6} />
                    </ActionIcon>
                  )}
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    size="lg"
                    aria-label={`Edit ${camera.name}`}
                    title="Edit"
                    onClick={() => setEditing(camera)}
                  >
                    <IconPencil size={19} stroke={1.6} />
                  </ActionIcon>
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    size="lg"
                    aria-label={`Delete ${camera.name}`}
                    title="Delete"
                    onClick={() => setDeleting(camera)}
                  >
                    <IconTrash size={19} stroke={1.6} />
                  </ActionIcon>
                </>
              )}
            </Row>
          ))}
        </ul>
      )}
      {(adding || editing !== undefined) && (
        <CameraForm
          key={editing?.id ?? ''}
          camera={editing}
          {...(found === undefined ? {} : { known: draftFound(found) })}
          onClose={() => {
            setEditing(undefined);
            setFound(undefined);
            setParameters({}, { replace: true });
          }}
          onSaved={done}
        />
      )}
      {sharing !== undefined && <RestreamAddresses camera={sharing} onClose={() => setSharing(undefined)} />}
      {checking !== undefined && <SettingsReport camera={checking} onClose={() => setChecking(undefined)} />}
      {imaging !== undefined && <ImagingPanel camera={imaging} onClose={() => setImaging(undefined)} />}
      {searching && (
        <FoundCameras
          onClose={() => setSearching(false)}
          onAdd={(camera) => {
            setSearching(false);
            setFound(camera);
            setParameters({ add: '' });
          }}
          onMoved={({ addedAs, driver, address }) => {
            const ours = all.value?.find((camera) => camera.id === addedAs);
            if (ours !== undefined) {
              setSearching(false);
              setEditing({ ...ours, driver, address });
            }
          }}
        />
      )}
      {deleting !== undefined && (
        <DeleteCamera camera={deleting} onClose={() => setDeleting(undefined)} onDone={done} />
      )}
    </Page>
  );
}

/** What the form begins with for a camera that was found. */
function draftFound(found: FoundCamera) {
  return { name: nameOf(found), driver: found.driver, address: found.address };
}

function Row({ camera, children }: { camera: Camera; children: React.ReactNode }) {
  const status = usePoll(camera.id, () => cameras.status(camera.id), camera.enabled ? 3000 : 30_000);
  const streams = status.value?.streams;
  const clockOff = status.value === undefined ? undefined : clockOffWords(status.value);
  return (
    <li className={classes.row} data-camera={camera.id}>
      <div className={classes.who}>
        <b>{camera.name}</b>
        <span title={camera.address}>{camera.address}</span>
      </div>
      <div className={classes.streams}>
        {!camera.enabled && (
          <div className={classes.stream}>
            <StateDot tone="off" /> switched off
          </div>
        )}
        {camera.enabled && (
          <>
            <Stream name="main" status={streams?.main} />
            {(camera.subAddress ?? streams?.sub) !== undefined && <Stream name="sub" status={streams?.sub} />}
            {clockOff !== undefined && (
              <p className={classes.clock}>
                The camera’s clock is {clockOff}, so the time that it writes into its picture is wrong;
                recordings and events go by the recorder’s. Set its time server (NTP) to the one the recorder
                uses
                {camera.driver === 'onvif' && ', or let “Check its settings” correct it'}.
              </p>
            )}
          </>
        )}
      </div>
      <div className={classes.records}>
        records {MODES[camera.record.mode]}
        {camera.record.mode !== 'off' && `: ${camera.record.streams.join(' and ')}`}
      </div>
      <div className={classes.actions}>{children}</div>
    </li>
  );
}

function Stream({ name, status }: { name: string; status: StreamStatus | undefined }) {
  const said = status === undefined ? ({ tone: 'off', words: '…' } as const) : stateWords(status);
  return (
    <div className={classes.stream}>
      <span className={classes.profile}>{name}</span>
      <StateDot tone={said.tone} />
      <span>{saidInFull(said)}</span>
      {status?.state === 'live' && <span className={classes.facts}>{streamWords(status)}</span>}
      {status?.recording === true && <span className={classes.recording}>recording</span>}
    </div>
  );
}

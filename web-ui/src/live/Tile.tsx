import IconArrowsMaximize from '@tabler/icons-react/icons/IconArrowsMaximize';
import IconArrowsMinimize from '@tabler/icons-react/icons/IconArrowsMinimize';
import IconHistory from '@tabler/icons-react/icons/IconHistory';
import IconVolume from '@tabler/icons-react/icons/IconVolume';
import IconVolumeOff from '@tabler/icons-react/icons/IconVolumeOff';
import { useCallback, useMemo, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { Link } from 'react-router';
import { cameras } from '../api/recorder';
import type { Camera } from '../api/types';
import { StateDot } from '../common/StateDot';
import { usePoll } from '../common/usePoll';
import { saidInFull, streamWords } from '../common/words';
import { STOPPED } from './player/machine';
import type { PlayerState } from './player/machine';
import { showsH265 } from './player/mse';
import { liveSource } from './player/source';
import { PtzPad } from './PtzPad';
import { StreamStack } from './StreamStack';
import { shownProfile, smallProfile, tileWords } from './tileWords';
import classes from './Tile.module.css';

interface Props {
  camera: Camera;
  /** True while this tile fills the wall and shows the main stream. */
  enlarged: boolean;
  onEnlarge: (enlarged: boolean) => void;
  onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
}

/** A camera on the wall: its picture, its name, its state in words. */
export function Tile({ camera, enlarged, onEnlarge, onKeyDown }: Props) {
  const [player, setPlayer] = useState<PlayerState>(STOPPED);
  const [inSight, setInSight] = useState(false);
  const [sound, setSound] = useState(false);
  // A picture that moves says enough; without one the recorder knows why.
  const status = usePoll(camera.id, () => cameras.status(camera.id), inSight && !enlarged ? 30_000 : 3000);
  const streams = status.value?.streams;
  const small = shownProfile(smallProfile(camera, streams), streams, showsH265());
  const profile = enlarged ? 'main' : small;
  const source = useMemo(() => liveSource(camera.id, profile), [camera.id, profile]);
  const stream = streams?.[profile];
  const said = tileWords(camera, player, inSight, stream, status.problem);

  const onState = useCallback((state: PlayerState, seen: boolean) => {
    setPlayer(state);
    setInSight(seen);
  }, []);

  // The tile is the wall's unit of keyboard use: arrows move between tiles, Enter enlarges.
  /* eslint-disable jsx-a11y/no-noninteractive-element-interactions, jsx-a11y/no-noninteractive-tabindex */
  return (
    <article
      className={classes.tile}
      data-camera={camera.id}
      data-enlarged={enlarged || undefined}
      aria-label={`${camera.name}: ${saidInFull(said)}`}
      tabIndex={0}
      onDoubleClick={() => onEnlarge(!enlarged)}
      onKeyDown={onKeyDown}
    >
      {camera.enabled && (
        <StreamStack
          source={source}
          muted={!(enlarged && sound)}
          label={`${camera.name}, ${profile} stream`}
          onState={onState}
        />
      )}
      {!inSight && (
        <p className={classes.notice} data-tone={said.tone}>
          <span>{said.words}</span>
          {said.reason !== undefined && <small>{said.reason}</small>}
        </p>
      )}
      <footer className={classes.caption}>
        <StateDot tone={said.tone} />
        <span className={classes.name}>{camera.name}</span>
        <span className={classes.state} title={saidInFull(said)}>
          {enlarged && inSight ? saidInFull(said) : said.words}
        </span>
        {enlarged && stream !== undefined && (!inSight || player.phase === 'playing') && (
          <span className={`${classes.facts} ${classes.stream}`}>{streamWords(stream)}</span>
        )}
        {player.phase === 'playing' && (
          <span className={classes.facts} title="How the picture gets here">
            {player.transport === 'webrtc' ? 'WebRTC' : 'MSE'}
          </span>
        )}
      </footer>
      {enlarged && <PtzPad camera={camera.id} />}
      <div className={classes.tools}>
        {enlarged && (
          <button
            type="button"
            aria-pressed={sound}
            aria-label={sound ? 'Sound off' : 'Sound on'}
            title={sound ? 'Sound off' : 'Sound on'}
            onClick={() => setSound(!sound)}
          >
            {sound ? <IconVolume size={18} stroke={1.7} /> : <IconVolumeOff size={18} stroke={1.7} />}
          </button>
        )}
        <Link
          to={`/replay?camera=${encodeURIComponent(camera.id)}`}
          aria-label={`Recordings of ${camera.name}`}
          title="Recordings"
        >
          <IconHistory size={18} stroke={1.7} />
        </Link>
        <button
          type="button"
          aria-label={enlarged ? 'Back to the wall' : `Enlarge ${camera.name}`}
          title={enlarged ? 'Back to the wall (Esc)' : 'Enlarge (double click)'}
          onClick={() => onEnlarge(!enlarged)}
        >
          {enlarged ? (
            <IconArrowsMinimize size={18} stroke={1.7} />
          ) : (
            <IconArrowsMaximize size={18} stroke={1.7} />
          )}
        </button>
      </div>
    </article>
  );
}

import { SegmentedControl } from '@mantine/core';
import IconArrowsMaximize from '@tabler/icons-react/icons/IconArrowsMaximize';
import IconArrowsMinimize from '@tabler/icons-react/icons/IconArrowsMinimize';
import IconVolume from '@tabler/icons-react/icons/IconVolume';
import IconVolumeOff from '@tabler/icons-react/icons/IconVolumeOff';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { cameras } from '../api/recorder';
import type { Camera, Profile, Replay, Span } from '../api/types';
import { StateDot } from '../common/StateDot';
import { usePoll } from '../common/usePoll';
import { CAUSES, saidInFull } from '../common/words';
import type { Said } from '../common/words';
import { STOPPED } from '../live/player/machine';
import type { PlayerState } from '../live/player/machine';
import { showsH265 } from '../live/player/mse';
import { liveSource, replaySource } from '../live/player/source';
import { StreamStack } from '../live/StreamStack';
import { shownProfile, smallProfile, tileWords } from '../live/tileWords';
import { PictureClock, PictureTime } from './PictureClock';
import { speedWords } from './speeds';
import { useReverse } from './reverse/useReverse';
import type { SmoothReverse } from './reverse/useSmoothReverse';
import { coverSteps } from './StepCover';
import type { StepCover } from './StepCover';
import classes from './ReplayTile.module.css';

interface Props {
  camera: Camera;
  /** Undefined: live. */
  replay: Replay | undefined;
  /** A replay is being made: nothing is shown until then. */
  opening: boolean;
  /** The replay's clock, for browsers that do not tell their pictures. */
  at: number;
  /** Recorded time of the picture to which a paused replay came; undefined: it moves, or is not there yet. */
  settled: number | undefined;
  /** What the timeline has at that time. */
  span: Span | undefined;
  /** Fills the stage: alone, or enlarged. */
  big: boolean;
  /** There are others beside it. */
  among: boolean;
  /** Which stream to show while big. */
  stream: Profile;
  onStream: (stream: Profile) => void;
  onEnlarge: (enlarged: boolean) => void;
  onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
  cover: StepCover;
  /** How the replay goes backward. */
  reverse: SmoothReverse;
  /** Raised before groups of pictures are asked for. */
  hold: StepCover;
}

/** One camera: its picture, of when it is, and what there is to say about it. */
export function ReplayTile(props: Props) {
  const { camera, replay, at, settled, span, big, among, stream, cover } = props;
  const [player, setPlayer] = useState<PlayerState>(STOPPED);
  const [inSight, setInSight] = useState(false);
  const [sound, setSound] = useState(false);
  const [picture] = useState(() => new PictureTime());
  const stage = useRef<HTMLElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const backward = useRef<HTMLCanvasElement>(null);
  const onState = useCallback((state: PlayerState, seen: boolean) => {
    setPlayer(state);
    setInSight(seen);
  }, []);
  const status = usePoll(camera.id, () => cameras.status(camera.id), inSight ? 30_000 : 5000);
  const streams = status.value?.streams;
  const live = shownProfile(big ? stream : smallProfile(camera, streams), streams, showsH265());
  const id = replay?.id;
  const whep = replay?.cameras[camera.id]?.whep;
  const source = useMemo(
    () =>
      id === undefined || whep === undefined
        ? liveSource(camera.id, live)
        : replaySource(id, camera.id, whep),
    [id, whep, camera.id, live],
  );

  useEffect(() => picture.set(undefined), [picture, source.key]);
  const { onNoCapture } = props.reverse;
  const { videoShows, onTold, onVideo, smooth } = useReverse(
    backward,
    camera,
    replay,
    picture,
    props.reverse,
    settled,
    props.hold,
  );
  useEffect(
    () =>
      stage.current === null || canvas.current === null
        ? undefined
        : coverSteps(cover, stage.current, canvas.current),
    [cover],
  );

  const byFragments =
    props.reverse.way === 'capture' && player.phase === 'playing' && player.transport === 'mse';
  useEffect(() => {
    if (byFragments) {
      onNoCapture();
    }
  }, [byFragments, onNoCapture]);

  const said = props.opening
    ? LOADING
    : replay === undefined
      ? tileWords(camera, player, inSight, streams?.[live], status.problem)
      : replayWords(replay, player, inSight, span, smooth);
  const silent = !inSight || player.phase !== 'playing' || said.tone === 'bad';

  // A tile is a unit of keyboard use, as on the wall: Enter enlarges.
  /* eslint-disable jsx-a11y/no-noninteractive-element-interactions, jsx-a11y/no-noninteractive-tabindex */
  return (
    <article
      ref={stage}
      className={classes.tile}
      data-camera={camera.id}
      data-big={(among && big) || undefined}
      data-small={!big || undefined}
      aria-label={`${camera.name}: ${saidInFull(said)}`}
      tabIndex={among ? 0 : undefined}
      onDoubleClick={() => among && props.onEnlarge(!big)}
      onKeyDown={props.onKeyDown}
    >
      {(replay !== undefined || (camera.enabled && !props.opening)) && (
        <StreamStack
          source={source}
          muted={!(big && sound)}
          label={`${camera.name}, ${said.words}`}
          onState={onState}
          onRecorded={videoShows}
          onTold={onTold}
          onVideo={onVideo}
        />
      )}
      <canvas ref={backward} className={classes.cover} data-pictures="backward" hidden />
      <canvas ref={canvas} className={classes.cover} hidden />
      {silent && (
        // What is in sight belongs to another time until the wanted picture shows; without hope it is covered.
        <p
          className={classes.notice}
          data-over={inSight ? (player.phase === 'waiting' ? 'all' : 'some') : undefined}
        >
          {saidInFull(said)}
        </p>
      )}
      <footer className={classes.caption}>
        <StateDot tone={said.tone} />
        <span className={classes.name}>{camera.name}</span>
        <span className={classes.state}>{said.words}</span>
        <PictureClock picture={picture} otherwise={at} />
      </footer>
      <div className={classes.tools}>
        {big && replay !== undefined && (
          <SegmentedControl
            size="xs"
            aria-label="Recorded stream"
            value={replay.cameras[camera.id]?.stream ?? stream}
            data={[
              { value: 'main', label: 'main' },
              { value: 'sub', label: 'sub' },
            ]}
            onChange={(value) => props.onStream(value)}
          />
        )}
        {big && (
          <button
            type="button"
            aria-pressed={sound}
            aria-label={sound ? 'Sound off' : 'Sound on'}
            title={sound ? 'Sound off' : 'Sound on (at normal speed)'}
            onClick={() => setSound(!sound)}
          >
            {sound ? <IconVolume size={18} stroke={1.7} /> : <IconVolumeOff size={18} stroke={1.7} />}
          </button>
        )}
        {among && (
          <button
            type="button"
            aria-label={big ? 'Back to all cameras' : `Enlarge ${camera.name}`}
            title={big ? 'Back to all cameras (Esc)' : 'Enlarge (double click, Enter)'}
            onClick={() => props.onEnlarge(!big)}
          >
            {big ? (
              <IconArrowsMinimize size={18} stroke={1.7} />
            ) : (
              <IconArrowsMaximize size={18} stroke={1.7} />
            )}
          </button>
        )}
      </div>
    </article>
  );
}

/** Faster, and backward, the recorder sends key pictures alone; backward the page may have the others, too. */
const ALL_PICTURES_UP_TO = 4;

const LOADING: Said = { tone: 'soon', words: 'loading' };

function replayWords(
  replay: Replay,
  player: PlayerState,
  inSight: boolean,
  span: Span | undefined,
  smooth: boolean,
): Said {
  if (span?.kind === 'gap') {
    return { tone: 'bad', words: 'nothing recorded', reason: CAUSES[span.cause] };
  }
  if (player.phase === 'waiting') {
    return { tone: 'bad', words: 'no picture', reason: player.why };
  }
  if (!inSight || player.phase !== 'playing') {
    return LOADING;
  }
  if (!replay.playing) {
    return { tone: 'off', words: 'paused' };
  }
  const keysOnly = replay.rate > ALL_PICTURES_UP_TO || (replay.rate < 0 && !smooth);
  return { tone: 'off', words: `replay ${speedWords(replay.rate)}${keysOnly ? ', key pictures' : ''}` };
}

import { SegmentedControl } from '@mantine/core';
import IconMaximize from '@tabler/icons-react/icons/IconMaximize';
import IconVolume from '@tabler/icons-react/icons/IconVolume';
import IconVolumeOff from '@tabler/icons-react/icons/IconVolumeOff';
import { useCallback, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { cameras } from '../api/recorder';
import type { Camera, Profile } from '../api/types';
import { StateDot } from '../common/StateDot';
import { clockWords, dayWords } from '../common/time';
import { usePoll } from '../common/usePoll';
import { saidInFull } from '../common/words';
import { STOPPED } from '../live/player/machine';
import type { PlayerState } from '../live/player/machine';
import type { Source } from '../live/player/source';
import { StreamStack } from '../live/StreamStack';
import { tileWords } from '../live/tileWords';
import { speedWords } from './speeds';
import classes from './Stage.module.css';

interface Props {
  camera: Camera;
  source: Source;
  live: boolean;
  /** Recorded time in sight. */
  at: number;
  rate: number;
  playing: boolean;
  /** Which recorded stream is shown; undefined while live. */
  stream: Profile | undefined;
  onStream: (stream: Profile) => void;
  /** Something to tell over the picture. */
  note: ReactNode;
}

/** The picture, large, with what it is: live, or of when and how fast. */
export function Stage({ camera, source, live, at, rate, playing, stream, onStream, note }: Props) {
  const [player, setPlayer] = useState<PlayerState>(STOPPED);
  const [inSight, setInSight] = useState(false);
  const [sound, setSound] = useState(false);
  const stage = useRef<HTMLDivElement>(null);
  const onState = useCallback((state: PlayerState, seen: boolean) => {
    setPlayer(state);
    setInSight(seen);
  }, []);
  const status = usePoll(camera.id, () => cameras.status(camera.id), 5000);
  const said = live
    ? tileWords(camera, player, inSight, status.value?.streams.main, status.problem)
    : replayWords(player, inSight, playing, rate);
  const when = new Date(at);

  return (
    <div ref={stage} className={classes.stage} data-camera={camera.id}>
      <StreamStack source={source} muted={!sound} label={`${camera.name}, ${said.words}`} onState={onState} />
      {(!inSight || player.phase !== 'playing') && (
        // What is in sight belongs to another time until the wanted stream shows; without hope it is covered.
        <p
          className={classes.notice}
          data-over={inSight ? (player.phase === 'waiting' ? 'all' : 'some') : undefined}
        >
          {saidInFull(said)}
        </p>
      )}
      {note}
      <div className={classes.clock}>
        <span className={classes.state} data-tone={said.tone}>
          <StateDot tone={said.tone} />
          {said.words}
        </span>
        <time dateTime={when.toISOString()}>
          <small>{dayWords(when)}</small> {clockWords(when)}
        </time>
      </div>
      <div className={classes.tools}>
        {stream !== undefined && (
          <SegmentedControl
            size="xs"
            aria-label="Recorded stream"
            value={stream}
            data={[
              { value: 'main', label: 'main' },
              { value: 'sub', label: 'sub' },
            ]}
            onChange={(value) => onStream(value)}
          />
        )}
        <button
          type="button"
          aria-pressed={sound}
          aria-label={sound ? 'Sound off' : 'Sound on'}
          title={sound ? 'Sound off' : 'Sound on'}
          onClick={() => setSound(!sound)}
        >
          {sound ? <IconVolume size={18} stroke={1.7} /> : <IconVolumeOff size={18} stroke={1.7} />}
        </button>
        <button
          type="button"
          aria-label="Full screen"
          title="Full screen"
          onClick={() => void stage.current?.requestFullscreen()}
        >
          <IconMaximize size={18} stroke={1.7} />
        </button>
      </div>
    </div>
  );
}

function replayWords(player: PlayerState, inSight: boolean, playing: boolean, rate: number) {
  if (player.phase === 'waiting') {
    return { tone: 'bad', words: 'no picture', reason: player.why } as const;
  }
  if (!inSight || player.phase !== 'playing') {
    return { tone: 'soon', words: 'loading' } as const;
  }
  return { tone: 'off', words: playing ? `replay ${speedWords(rate)}` : 'paused' } as const;
}

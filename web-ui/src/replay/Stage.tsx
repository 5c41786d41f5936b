import { SegmentedControl } from '@mantine/core';
import IconMaximize from '@tabler/icons-react/icons/IconMaximize';
import IconVolume from '@tabler/icons-react/icons/IconVolume';
import IconVolumeOff from '@tabler/icons-react/icons/IconVolumeOff';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { cameras } from '../api/recorder';
import type { Camera, Profile } from '../api/types';
import { StateDot } from '../common/StateDot';
import { usePoll } from '../common/usePoll';
import { saidInFull } from '../common/words';
import { STOPPED } from '../live/player/machine';
import type { PlayerState } from '../live/player/machine';
import type { Source } from '../live/player/source';
import { StreamStack } from '../live/StreamStack';
import { tileWords } from '../live/tileWords';
import { PictureClock, PictureTime } from './PictureClock';
import { speedWords } from './speeds';
import classes from './Stage.module.css';

interface Props {
  camera: Camera;
  source: Source;
  live: boolean;
  /** Recorded time in sight. */
  at: number;
  /** Recorded time of the picture that a paused replay came to; undefined: it moves, or is not there yet. */
  settled: number | undefined;
  rate: number;
  playing: boolean;
  /** Which recorded stream is shown; undefined while live. */
  stream: Profile | undefined;
  onStream: (stream: Profile) => void;
  /** Something to tell over the picture. */
  note: ReactNode;
}

/** The picture, large, with what it is: live, or of when and how fast. */
export function Stage({ camera, source, live, at, settled, rate, playing, stream, onStream, note }: Props) {
  const [player, setPlayer] = useState<PlayerState>(STOPPED);
  const [inSight, setInSight] = useState(false);
  const [sound, setSound] = useState(false);
  const [picture] = useState(() => new PictureTime());
  useEffect(() => picture.set(undefined), [picture, source.key]);
  useEffect(() => {
    // Of a burst the last picture is sometimes shown without a word from the browser; then the recorder knows.
    if (settled !== undefined) {
      picture.set(settled);
    }
  }, [picture, settled]);
  const stage = useRef<HTMLDivElement>(null);
  const onState = useCallback((state: PlayerState, seen: boolean) => {
    setPlayer(state);
    setInSight(seen);
  }, []);
  const status = usePoll(camera.id, () => cameras.status(camera.id), 5000);
  const said = live
    ? tileWords(camera, player, inSight, status.value?.streams.main, status.problem)
    : replayWords(player, inSight, playing, rate);

  return (
    <div ref={stage} className={classes.stage} data-camera={camera.id}>
      <StreamStack
        source={source}
        muted={!sound}
        label={`${camera.name}, ${said.words}`}
        onState={onState}
        onRecorded={picture.set}
      />
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
        <PictureClock picture={picture} otherwise={at} />
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

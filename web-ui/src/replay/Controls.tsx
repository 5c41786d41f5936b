import { ActionIcon, NativeSelect } from '@mantine/core';
import IconPlayerPause from '@tabler/icons-react/icons/IconPlayerPauseFilled';
import IconPlayerPlay from '@tabler/icons-react/icons/IconPlayerPlayFilled';
import IconStepBack from '@tabler/icons-react/icons/IconPlayerSkipBack';
import IconStepOn from '@tabler/icons-react/icons/IconPlayerSkipForward';
import IconRewind10 from '@tabler/icons-react/icons/IconRewindBackward10';
import type { Replay } from '../api/types';
import { Jog } from './Jog';
import type { Kind } from './reverse/useSmoothReverse';
import { QUICK_SPEEDS, SPEEDS, speedWords } from './speeds';
import classes from './Controls.module.css';

interface Props {
  replay: Replay | undefined;
  /** What there is to see backward. */
  kind: Kind;
  onPlay: (playing: boolean) => void;
  onStep: (step: 1 | -1) => void;
  onRate: (rate: number) => void;
  /** Ten seconds back, from live too. */
  onBack: () => void;
  onLive: () => void;
}

const KIND_WORDS: Record<Kind, string> = {
  smooth: 'smooth',
  keys: 'key pictures',
  behind: 'key pictures: smooth is too much for this computer',
};

/** Play and pause, speed and direction, single pictures, ten seconds back, and the way to live. */
export function Controls({ replay, kind, onPlay, onStep, onRate, onBack, onLive }: Props) {
  const live = replay === undefined;
  const playing = replay?.playing ?? true;
  const rate = replay?.rate ?? 1;
  return (
    <div className={classes.controls} role="group" aria-label="Playing">
      <div className={classes.now}>
        <button
          type="button"
          className={classes.live}
          aria-pressed={live}
          onClick={onLive}
          title="Back to live (N)"
        >
          Live
        </button>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          aria-label="10 seconds back"
          title="10 seconds back (←)"
          onClick={onBack}
        >
          <IconRewind10 size={22} stroke={1.7} />
        </ActionIcon>
      </div>
      <div className={classes.transport}>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          aria-label="One picture back"
          title="One picture back (,)"
          disabled={live}
          onClick={() => onStep(-1)}
        >
          <IconStepBack size={20} stroke={1.7} />
        </ActionIcon>
        <ActionIcon
          variant="filled"
          size={44}
          radius="xl"
          aria-label={playing ? 'Pause' : 'Play'}
          title={playing ? 'Pause (space)' : 'Play (space)'}
          onClick={() => onPlay(!playing)}
        >
          {playing ? <IconPlayerPause size={22} /> : <IconPlayerPlay size={22} />}
        </ActionIcon>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          aria-label="One picture on"
          title="One picture on (.)"
          disabled={live}
          onClick={() => onStep(1)}
        >
          <IconStepOn size={20} stroke={1.7} />
        </ActionIcon>
        <Jog disabled={live} onStep={onStep} />
      </div>
      <div className={classes.speeds} role="group" aria-label="Speed">
        {rate < 0 && playing && (
          <span className={classes.kind} role="status">
            {KIND_WORDS[kind]}
          </span>
        )}
        <input
          type="range"
          className={classes.shuttle}
          aria-label="Shuttle"
          title="Shuttle (J K L)"
          min={0}
          max={SPEEDS.length - 1}
          value={nearest(rate)}
          aria-valuetext={speedWords(rate)}
          onChange={(event) => onRate(SPEEDS[event.currentTarget.valueAsNumber] ?? 1)}
        />
        {QUICK_SPEEDS.map((speed) => (
          <button
            key={speed}
            type="button"
            aria-pressed={!live && speed === rate}
            disabled={live && speed === 1}
            onClick={() => onRate(speed)}
          >
            {speedWords(speed)}
          </button>
        ))}
        <NativeSelect
          aria-label="All speeds"
          size="xs"
          className={classes.all}
          value={String(rate)}
          data={SPEEDS.map((speed) => ({ value: String(speed), label: speedWords(speed) }))}
          onChange={(event) => onRate(Number(event.currentTarget.value))}
        />
      </div>
    </div>
  );
}

const nearest = (rate: number): number =>
  Math.max(
    0,
    SPEEDS.findLastIndex((speed) => speed <= rate),
  );

import { useCallback, useEffect, useState } from 'react';
import type { ReplayChange } from '../../api/recorder';
import type { Replay } from '../../api/types';
import type { StepCover } from '../StepCover';
import { ReverseClock } from './clock';
import { isSmooth, keptBytes, wayHere } from './ways';
import type { Way } from './ways';

/** What there is to see while it goes backward; `behind`: key pictures, since more was too much for this computer. */
export type Kind = 'smooth' | 'keys' | 'behind';

export interface SmoothReverse {
  readonly way: Way;
  /** Recorded time in sight while it goes backward smoothly. */
  readonly clock: ReverseClock;
  /** Every picture is shown backward, or will be at once. */
  readonly smooth: boolean;
  readonly kind: Kind;
  /** Bytes for one decoded group of pictures of a camera. */
  readonly kept: number;
  /** Recorded time in sight; undefined: that of the replay. */
  readonly at: number | undefined;
  /** Changes what plays; out of smooth reverse that goes on where the page is, not the recorder. */
  readonly goOn: (wanted: ReplayChange) => void;
  /** What to ask of the recorder besides for that speed. Covers what is not for the eye. */
  readonly askingFor: (rate: number) => ReplayChange;
  /** A speed was chosen: what was too much for this computer may not be any more. */
  readonly tryAgain: () => void;
  /** The pictures of a video cannot be captured here. */
  readonly onNoCapture: () => void;
  /** Pictures are decoded more slowly than they are to be shown. */
  readonly onBehind: () => void;
}

/**
 * How a replay goes backward on this page.
 *
 * @param cameras how many
 * @param large the camera that is shown large, if its sub stream was recorded
 * @param told the recorder's clock at `now`; both in ms since 1970
 * @param hold raised before groups of pictures are asked for, which are not for the eye
 */
export function useSmoothReverse(
  replay: Replay | undefined,
  cameras: number,
  large: string | undefined,
  told: number | undefined,
  now: number,
  hold: StepCover,
  change: (change: ReplayChange) => void,
): SmoothReverse {
  const [way, setWay] = useState(wayHere);
  const [clock] = useState(() => new ReverseClock());
  const [refused, setRefused] = useState<string>();
  /** Cameras times speed at which it fell behind, since a speed was last chosen. */
  const [tooMuch, setTooMuch] = useState(Number.POSITIVE_INFINITY);
  const rate = replay?.rate ?? 1;
  const attempt = `${replay?.id ?? ''} ${rate}`;
  const mayBeSmooth = (rate: number) => isSmooth(way, rate, cameras, tooMuch);
  const smooth = replay?.playing === true && mayBeSmooth(rate) && !(way === 'capture' && refused === attempt);
  const moves = smooth && replay.atEnd !== true;

  useEffect(() => {
    if (moves && told !== undefined) {
      clock.follow(told, rate, now);
    }
  }, [moves, told, rate, now, clock]);

  const goOn = (wanted: ReplayChange) => {
    const stays = wanted.playing !== false && mayBeSmooth(wanted.rate ?? rate);
    const stood = smooth && !stays ? clock.halt(Date.now()) : undefined;
    change(stood === undefined ? wanted : { ...wanted, seek: new Date(stood).toISOString() });
  };
  const askingFor = (rate: number): ReplayChange => {
    if (way !== 'capture') {
      return {};
    }
    if (!mayBeSmooth(rate)) {
      return { smooth: false };
    }
    hold.raise();
    return { smooth: true, ...(large === undefined ? {} : { stream: 'sub', camera: large }) };
  };
  const onNoCapture = useCallback(() => {
    setWay((before) => (before === 'capture' ? 'keys' : before));
    change({ smooth: false });
  }, [change]);
  const onBehind = () => {
    const stood = clock.halt(Date.now());
    setTooMuch(cameras * -rate);
    change(stood === undefined ? {} : { seek: new Date(stood).toISOString() });
  };

  // The recorder tells in its answer whether it sends groups; longer, and it cannot.
  const waitsForGroups = way === 'capture' && smooth && replay.smooth !== true;
  useEffect(() => {
    if (!waitsForGroups) {
      return undefined;
    }
    const timer = setTimeout(() => {
      setRefused(attempt);
      change({ smooth: false });
    }, ASKED_MS);
    return () => clearTimeout(timer);
  }, [waitsForGroups, attempt, change]);

  return {
    way,
    clock,
    smooth,
    kind: smooth && !waitsForGroups ? 'smooth' : cameras * -rate >= tooMuch ? 'behind' : 'keys',
    kept: keptBytes(way, cameras),
    at: moves && clock.runs(now) ? clock.at(now) : undefined,
    goOn,
    askingFor,
    tryAgain: () => setTooMuch(Number.POSITIVE_INFINITY),
    onNoCapture,
    onBehind,
  };
}

const ASKED_MS = 1500;

import { useEffect, useRef } from 'react';
import type { PlayerState } from './player/machine';
import { Player } from './player/player';
import type { Source } from './player/source';
import classes from './StreamVideo.module.css';

interface Props {
  source: Source;
  muted: boolean;
  label: string;
  state: PlayerState;
  /** Must not change at each render: a change begins anew. */
  onState: (key: string, state: PlayerState) => void;
  /** Hears when the picture in sight was recorded. Must not change at each render. */
  onRecorded: ((at: number) => void) | undefined;
  /** Hears when any picture was recorded, by its number. Must not change at each render. */
  onTold: ((ticks: number, at: number) => void) | undefined;
  onVideo: ((video: HTMLVideoElement | null) => void) | undefined;
}

/** One video element that keeps one source shown. Another source needs another element (a React key). */
export function StreamVideo({ source, muted, label, state, onState, onRecorded, onTold, onVideo }: Props) {
  const element = useRef<HTMLVideoElement>(null);

  useEffect(() => {
    if (element.current === null) {
      return undefined;
    }
    const player = new Player(
      element.current,
      source,
      (its) => onState(source.key, its),
      onRecorded,
      undefined,
      onTold,
    );
    player.start();
    return () => player.stop();
    // A source is what its key says.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [source.key, onState, onRecorded, onTold]);

  useEffect(() => {
    onVideo?.(element.current);
    return () => onVideo?.(null);
  }, [onVideo]);

  return (
    <video
      ref={element}
      className={classes.video}
      aria-label={label}
      autoPlay
      playsInline
      muted={muted}
      disablePictureInPicture
      data-state={state.phase}
      data-transport={state.phase === 'stopped' ? undefined : state.transport}
    />
  );
}

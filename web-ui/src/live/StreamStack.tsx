import { useCallback, useEffect, useReducer } from 'react';
import { STOPPED } from './player/machine';
import type { PlayerState } from './player/machine';
import type { Source } from './player/source';
import { inSight, next, stackOf, top } from './stack';
import { StreamVideo } from './StreamVideo';

interface Props {
  source: Source;
  muted: boolean;
  label: string;
  /** State of the stream that is wanted, and whether any picture is in sight. Must not change at each render. */
  onState: (state: PlayerState, inSight: boolean) => void;
  /** Hears when the picture in sight was recorded, of a replay. Must not change at each render. */
  onRecorded?: (at: number) => void;
  /** Hears when any picture of the wanted stream was recorded, by its number. Must not change at each render. */
  onTold?: (ticks: number, at: number) => void;
  /** The element of the wanted stream, whenever it changes. Must not change at each render. */
  onVideo?: (video: HTMLVideoElement | null) => void;
}

/** Shows a source; when it changes, the old one stays in sight until the new one shows its first picture. */
export function StreamStack({ source, muted, label, onState, onRecorded, onTold, onVideo }: Props) {
  const [stack, tell] = useReducer(next, source, stackOf);
  const wanted = top(stack);
  if (wanted?.source.key !== source.key) {
    // React's way to follow a property: correct the state while rendering.
    tell({ type: 'want', source });
  }

  const state = wanted?.state ?? STOPPED;
  const seen = inSight(stack);
  useEffect(() => onState(state, seen), [state, seen, onState]);
  const report = useCallback((key: string, its: PlayerState) => tell({ type: 'state', key, state: its }), []);

  return stack.map((layer) => (
    <StreamVideo
      key={layer.source.key}
      source={layer.source}
      muted={muted || !layer.source.audio}
      label={label}
      state={layer.state}
      onState={report}
      onRecorded={onRecorded}
      onTold={onTold}
      onVideo={layer === wanted ? onVideo : undefined}
    />
  ));
}

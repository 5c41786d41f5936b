import IconArrowDown from '@tabler/icons-react/icons/IconArrowDown';
import IconArrowLeft from '@tabler/icons-react/icons/IconArrowLeft';
import IconArrowRight from '@tabler/icons-react/icons/IconArrowRight';
import IconArrowUp from '@tabler/icons-react/icons/IconArrowUp';
import IconZoomIn from '@tabler/icons-react/icons/IconZoomIn';
import IconZoomOut from '@tabler/icons-react/icons/IconZoomOut';
import { useEffect, useRef } from 'react';
import type { ReactNode } from 'react';
import { cameras } from '../api/recorder';
import type { PtzMove } from '../api/types';
import { has, useSession } from '../common/session';
import { usePoll } from '../common/usePoll';
import classes from './PtzPad.module.css';

/** While a button is held the movement is asked for again before it runs out; if we go, the camera stops. */
const SECONDS = 2;
const AGAIN_MS = 1500;

const BUTTONS: readonly { name: string; area: string; move: PtzMove; icon: ReactNode }[] = [
  { name: 'Up', area: 'up', move: { tilt: 0.5 }, icon: <IconArrowUp size={18} /> },
  { name: 'Left', area: 'left', move: { pan: -0.5 }, icon: <IconArrowLeft size={18} /> },
  { name: 'Right', area: 'right', move: { pan: 0.5 }, icon: <IconArrowRight size={18} /> },
  { name: 'Down', area: 'down', move: { tilt: -0.5 }, icon: <IconArrowDown size={18} /> },
  { name: 'Zoom in', area: 'in', move: { zoom: 0.5 }, icon: <IconZoomIn size={18} /> },
  { name: 'Zoom out', area: 'out', move: { zoom: -0.5 }, icon: <IconZoomOut size={18} /> },
];

/** Moves a camera that can be moved; nothing for those that cannot, or for who may not. */
export function PtzPad({ camera }: { camera: string }) {
  const { session } = useSession();
  return has(session, 'operator') ? <Pad camera={camera} /> : null;
}

function Pad({ camera }: { camera: string }) {
  const can = usePoll(`ptz ${camera}`, () => cameras.ptz(camera), 0).value;
  const held = useRef<ReturnType<typeof setInterval>>(undefined);
  const moved = useRef(false);

  const release = () => {
    if (held.current !== undefined) {
      clearInterval(held.current);
      held.current = undefined;
      void cameras.move(camera, { stop: true });
    }
  };
  const hold = (move: PtzMove) => {
    release();
    moved.current = true;
    const ask = () => void cameras.move(camera, { ...move, seconds: SECONDS });
    ask();
    held.current = setInterval(ask, AGAIN_MS);
  };
  useEffect(() => () => clearInterval(held.current), []); // the last movement ends by itself

  if (can?.movable !== true) {
    return null;
  }
  return (
    <div
      className={classes.pad}
      role="group"
      aria-label="Move the camera"
      onDoubleClick={(event) => event.stopPropagation()}
    >
      <div className={classes.keys}>
        {BUTTONS.map(({ name, area, move, icon }) => (
          <button
            key={name}
            type="button"
            aria-label={name}
            title={name}
            style={{ gridArea: area }}
            onPointerDown={() => hold(move)}
            onPointerUp={release}
            onPointerLeave={release}
            onPointerCancel={release}
            onClick={() => {
              // By keyboard there was no pointer: a nudge.
              if (!moved.current) {
                void cameras.move(camera, move);
              }
              moved.current = false;
            }}
          >
            {icon}
          </button>
        ))}
      </div>
      {can.presets.length > 0 && (
        <select
          aria-label="Preset"
          value=""
          onChange={(event) => void cameras.move(camera, { preset: event.currentTarget.value })}
        >
          <option value="" disabled>
            go to …
          </option>
          {can.presets.map((preset) => (
            <option key={preset}>{preset}</option>
          ))}
        </select>
      )}
    </div>
  );
}

import { useEffect, useRef } from 'react';
import type { KeyboardEvent, PointerEvent } from 'react';
import classes from './Jog.module.css';

/** Pixels of drag, and of wheel, that make one picture. */
const STEP_PX = 12;

/** A wheel to turn: each notch is one picture on or back. By pointer, by wheel, and by arrow keys. */
export function Jog({ disabled, onStep }: { disabled: boolean; onStep: (step: 1 | -1) => void }) {
  const wheel = useRef<HTMLDivElement>(null);
  const turned = useRef(0);
  const step = useRef(onStep);
  useEffect(() => {
    step.current = onStep;
  });

  useEffect(() => {
    const element = wheel.current;
    const roll = (event: WheelEvent) => {
      event.preventDefault();
      if (!disabled) {
        turn(turned, -(event.deltaY + event.deltaX) / 4, step.current);
      }
    };
    element?.addEventListener('wheel', roll, { passive: false });
    return () => element?.removeEventListener('wheel', roll);
  }, [disabled]);

  const onPointerMove = (event: PointerEvent) => {
    if (!disabled && (event.buttons & 1) === 1) {
      turn(turned, event.movementX, onStep);
      wheel.current?.style.setProperty('--turned', `${event.clientX % STEP_PX}px`);
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const direction = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key] as
      1 | -1 | undefined;
    if (direction !== undefined && !disabled) {
      event.preventDefault();
      onStep(direction);
    }
  };
  return (
    <div
      ref={wheel}
      className={classes.jog}
      role="slider"
      tabIndex={disabled ? -1 : 0}
      aria-label="Jog: single pictures"
      aria-disabled={disabled}
      aria-valuenow={0}
      aria-valuetext="Arrow keys step one picture"
      title="Drag or roll: single pictures"
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={onPointerMove}
      onKeyDown={onKeyDown}
    />
  );
}

function turn(turned: { current: number }, by: number, step: (step: 1 | -1) => void): void {
  turned.current += by;
  if (Math.abs(turned.current) >= STEP_PX) {
    step(turned.current > 0 ? 1 : -1);
    turned.current %= STEP_PX;
  }
}

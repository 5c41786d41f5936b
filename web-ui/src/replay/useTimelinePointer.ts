import { useEffect, useRef } from 'react';
import type { PointerEvent, RefObject } from 'react';
import { pan, timeAt, zoom } from './geometry';
import type { View } from './geometry';

interface Actions {
  look: (view: View) => void;
  /** A press, before any drag. */
  press: (at: number, y: number) => void;
  /** A drag. */
  seek: (at: number) => void;
  /** The time under the pointer and its height on the screen; undefined: it points nowhere. */
  hover: (at: number | undefined, y: number) => void;
}

/** How much nearer one unit of wheel looks; a pinch on a touchpad comes as a wheel with small steps. */
const WHEEL = 0.002;
const PINCH = 0.01;
/** A hand is not still while it presses. */
const DRAG_PX = 4;

/** One finger or the mouse goes to a time, two fingers or the wheel look closer, the wheel with shift moves. */
export function useTimelinePointer(
  surface: RefObject<HTMLDivElement | null>,
  view: View,
  limits: View,
  actions: Actions,
) {
  /** Where each finger is; the mouse is one. */
  const fingers = useRef(new Map<number, number>());
  /** Where a press was that is no drag yet. */
  const pressed = useRef<number>(undefined);
  const { look } = actions;

  // React listens to wheels passively; this one must keep the page from scrolling.
  useEffect(() => {
    const element = surface.current;
    const wheel = (event: WheelEvent) => {
      event.preventDefault();
      const sideways = event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY);
      const width = Math.max(element?.clientWidth ?? 1, 1);
      look(
        sideways
          ? pan(view, ((event.deltaX + event.deltaY) / width) * (view.to - view.from), limits)
          : zoom(
              view,
              Math.exp(event.deltaY * (event.ctrlKey ? PINCH : WHEEL)),
              timeUnder(element, event.clientX, view),
              limits,
            ),
      );
    };
    element?.addEventListener('wheel', wheel, { passive: false });
    return () => element?.removeEventListener('wheel', wheel);
  }, [surface, view, limits, look]);

  const pinch = (event: PointerEvent) => {
    const [other] = [...fingers.current].filter(([id]) => id !== event.pointerId).map(([, x]) => x);
    const before = fingers.current.get(event.pointerId);
    if (other === undefined || before === undefined) {
      return;
    }
    const apart = Math.max(8, Math.abs(event.clientX - other));
    const wasApart = Math.max(8, Math.abs(before - other));
    look(zoom(view, wasApart / apart, timeUnder(surface.current, other, view), limits));
  };

  const isDrag = (x: number): boolean => {
    if (pressed.current !== undefined && Math.abs(x - pressed.current) >= DRAG_PX) {
      pressed.current = undefined;
    }
    return pressed.current === undefined;
  };
  const lifted = (event: PointerEvent) => {
    fingers.current.delete(event.pointerId);
    // A finger that is lifted points nowhere, but leaves only when it comes down elsewhere.
    if (event.type !== 'pointerup' || event.pointerType === 'touch') {
      actions.hover(undefined, 0);
    }
  };
  const moved = (event: PointerEvent<HTMLDivElement>) => {
    const time = timeUnder(surface.current, event.clientX, view);
    if (event.type === 'pointerdown') {
      event.currentTarget.setPointerCapture(event.pointerId);
      fingers.current.set(event.pointerId, event.clientX);
      pressed.current = event.clientX;
    }
    actions.hover(time, event.clientY);
    if (fingers.current.size > 1) {
      pinch(event);
    } else if (event.type === 'pointerdown' && (event.buttons & 1) === 1) {
      actions.press(time, event.clientY);
    } else if ((event.buttons & 1) === 1 && isDrag(event.clientX)) {
      actions.seek(time);
    }
    if (fingers.current.has(event.pointerId)) {
      fingers.current.set(event.pointerId, event.clientX);
    }
  };
  return {
    onPointerDown: moved,
    onPointerMove: moved,
    onPointerUp: lifted,
    onPointerCancel: lifted,
    onPointerLeave: lifted,
  };
}

function timeUnder(element: HTMLElement | null, x: number, view: View): number {
  const box = element?.getBoundingClientRect();
  const fraction = box === undefined || box.width === 0 ? 0 : (x - box.left) / box.width;
  return timeAt(view, Math.min(1, Math.max(0, fraction)));
}

import { Backward } from './backward';
import type { ReverseCanvas } from './canvas';
import type { ReverseClock } from './clock';

/** Where decoded pictures come from. */
export interface Supply {
  /** Called for each picture of the screen: the clock will need what lies before this time. */
  need(clock: number): void;
  close(): void;
}

type Picture = VideoFrame | ImageBitmap;

/**
 * Plays one camera backward on its canvas, in step with the clock, until the returned function is called.
 *
 * @param inSight recorded time of the picture in sight, if it is known: no later one is drawn
 * @param supply begins at the clock, and again each time the clock begins anew
 */
export function playBackward<P extends Picture>(
  clock: ReverseClock,
  canvas: ReverseCanvas,
  inSight: number | undefined,
  supply: (into: Backward<P>) => Supply,
): () => void {
  let start = clock.start;
  let backward = new Backward<P>((picture) => picture.close(), inSight);
  let pictures = supply(backward);
  let frame = requestAnimationFrame(draw);

  function draw(): void {
    frame = requestAnimationFrame(draw);
    if (clock.start !== start) {
      start = clock.start;
      stop();
      backward = new Backward<P>((picture) => picture.close(), nearby(clock.at(Date.now())));
      pictures = supply(backward);
    }
    const at = clock.at(Date.now());
    if (at === undefined) {
      return;
    }
    pictures.need(at);
    const taken = clock.runs(Date.now()) ? backward.take(at) : undefined;
    if (taken !== undefined) {
      canvas.draw(taken.at, taken.picture);
      taken.picture.close();
    }
  }

  /** A clock that only stumbled must not turn the picture in sight forward. */
  function nearby(at: number | undefined): number | undefined {
    const { newest } = canvas;
    return at !== undefined && newest !== undefined && Math.abs(at - newest) < STUMBLE_MS
      ? newest
      : undefined;
  }

  function stop(): void {
    pictures.close();
    backward.clear();
  }

  canvas.begin();
  const leave = clock.join(canvas);
  return () => {
    leave();
    cancelAnimationFrame(frame);
    stop();
  };
}

/** On a machine that is too busy the recorder's clock and the page's come apart by that. */
const STUMBLE_MS = 3000;

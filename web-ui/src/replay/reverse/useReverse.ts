import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { RefObject } from 'react';
import type { Camera, Replay } from '../../api/types';
import type { PictureTime } from '../PictureClock';
import { ReverseCanvas } from './canvas';
import type { ReverseClock } from './clock';
import { DecodedGops } from './decodedGops';
import { playBackward } from './play';

interface Reverse {
  /** Hears of when the picture of the video is. */
  readonly videoShows: (at: number) => void;
  /** Every picture is to be seen; false: the video shows what the recorder sends. */
  readonly smooth: boolean;
}

/**
 * One camera of a replay backward with every picture, on a canvas over its video.
 *
 * @param wanted the replay goes backward at a speed at which that is possible
 * @param kept bytes that one decoded group of pictures may have
 * @param settled recorded time of the picture at which a paused replay stands, once it was sent
 */
export function useReverse(
  element: RefObject<HTMLCanvasElement | null>,
  camera: Camera,
  replay: Replay | undefined,
  picture: PictureTime,
  clock: ReverseClock,
  wanted: boolean,
  kept: number,
  settled: number | undefined,
): Reverse {
  const canvas = useRef<ReverseCanvas>(null);
  const [impossible, setImpossible] = useState<string>();
  const stream = camera.record.streams.includes('sub') ? 'sub' : 'main';
  const id = replay?.id;
  const smooth = wanted && impossible !== id && replay?.cameras[camera.id]?.mode === 'passthrough';
  const goesOn = useRef({ playing: true, rate: 1 });
  useLayoutEffect(() => {
    // Before the effect below is taken back.
    goesOn.current = { playing: replay?.playing ?? true, rate: replay?.rate ?? 1 };
  });

  useEffect(() => {
    if (element.current === null) {
      return undefined;
    }
    const over = new ReverseCanvas(element.current, picture);
    canvas.current = over;
    return () => over.lift();
  }, [element, picture]);

  useEffect(() => {
    const over = canvas.current;
    if (!smooth || over === null) {
      return undefined;
    }
    const stop = playBackward<VideoFrame>(
      clock,
      over,
      picture.get(),
      (backward) =>
        new DecodedGops(
          camera.id,
          stream,
          backward,
          kept,
          () => clock.ready(Date.now()),
          () => setImpossible(id),
        ),
    );
    return () => {
      stop();
      over.end(goesOn.current);
    };
  }, [smooth, clock, picture, camera.id, stream, kept, id]);

  useEffect(() => {
    // Of a burst the last picture is sometimes shown without a word from the browser; then the recorder knows.
    if (settled !== undefined) {
      canvas.current?.settled(settled);
    }
  }, [settled]);

  const videoShows = useCallback((at: number) => canvas.current?.videoShows(at), []);
  return { videoShows, smooth };
}

import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { RefObject } from 'react';
import type { Camera, Replay } from '../../api/types';
import type { PictureTime } from '../PictureClock';
import type { StepCover } from '../StepCover';
import { ReverseCanvas } from './canvas';
import { Captured } from './captured';
import { DecodedGops } from './decodedGops';
import { playBackward } from './play';
import { tapPictures } from './tap';
import type { SmoothReverse } from './useSmoothReverse';

interface Reverse {
  /** Hears of when the picture of the video is. */
  readonly videoShows: (at: number) => void;
  /** Hears of when any picture of it is, by its RTP timestamp. */
  readonly onTold: (ticks: number, at: number) => void;
  /** Hears which element it is. */
  readonly onVideo: (video: HTMLVideoElement | null) => void;
  /** Every picture is to be seen; false: the video shows what the recorder sends. */
  readonly smooth: boolean;
}

/**
 * One camera of a replay backward with every picture, on a canvas over its video.
 *
 * @param settled recorded time of the picture at which a paused replay stands, once it was sent
 * @param hold raised before the recorder is asked for groups of pictures, which are not for the eye
 */
export function useReverse(
  element: RefObject<HTMLCanvasElement | null>,
  camera: Camera,
  replay: Replay | undefined,
  picture: PictureTime,
  reverse: SmoothReverse,
  settled: number | undefined,
  hold: StepCover,
): Reverse {
  const { way, clock, kept, smooth: wanted, onNoCapture, onBehind } = reverse;
  const canvas = useRef<ReverseCanvas>(null);
  const [impossible, setImpossible] = useState<string>();
  const stream = camera.record.streams.includes('sub') ? 'sub' : 'main';
  const id = replay?.id;
  const attempt = `${id ?? ''} ${replay?.rate ?? 1}`;
  const passedOn = replay?.cameras[camera.id]?.mode === 'passthrough';
  const smooth = wanted && impossible !== attempt && passedOn;
  const [video, setVideo] = useState<HTMLVideoElement | null>(null);
  const tapped = way === 'capture' ? video : null;
  const captured = useRef<Captured | undefined>(undefined);
  const goesOn = useRef({ playing: true, rate: 1 });
  const trying = useRef(attempt);
  const behind = useRef(onBehind);
  useLayoutEffect(() => {
    // Before the effect below is taken back.
    trying.current = attempt;
    behind.current = onBehind;
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
    const ready = () => clock.ready(over, Date.now());
    if (way === 'capture') {
      if (tapped === null) {
        return undefined;
      }
      over.hold(tapped);
      // A hidden page is shown no pictures.
      const groups = new Captured(kept, () => document.visibilityState === 'visible' && onNoCapture());
      captured.current = groups;
      const untap = tapPictures(tapped, groups.take);
      const end = playBackward<ImageBitmap>(clock, over, picture.get(), (into) => groups.supply(into, ready));
      return () => {
        untap();
        end();
        captured.current = undefined;
        groups.close();
        over.end(goesOn.current, STRAY_MS);
      };
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
          ready,
          () => behind.current(),
          () => setImpossible(trying.current),
        ),
    );
    return () => {
      stop();
      over.end(goesOn.current);
    };
  }, [smooth, way, tapped, clock, picture, camera.id, stream, kept, id, onNoCapture]);

  useEffect(
    () => (tapped === null || !passedOn ? undefined : hold.onRaise(() => canvas.current?.hold(tapped))),
    [hold, tapped, passedOn],
  );

  useEffect(() => {
    // Of a burst the last picture is sometimes shown without a word from the browser; then the recorder knows.
    if (settled !== undefined) {
      canvas.current?.settled(settled);
    }
  }, [settled]);

  const videoShows = useCallback((at: number) => canvas.current?.videoShows(at), []);
  const onTold = useCallback((ticks: number, at: number) => captured.current?.tell(ticks, at), []);
  return { videoShows, onTold, onVideo: setVideo, smooth };
}

/** So long after a wish groups of pictures may still be on their way. */
const STRAY_MS = 300;

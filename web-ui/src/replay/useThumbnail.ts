import { useEffect, useState } from 'react';
import { cameras } from '../api/recorder';
import { Thumbnails } from './thumbnails';
import type { Wish } from './thumbnails';

/** Four times what a thumbnail is wide on a plain screen would be waste; twice is sharp on a fine one. */
const WIDTH_PX = 400;

/** The address of the wished picture once it is here; the one before it meanwhile, if it is of the same camera. */
export function useThumbnail(wish: Wish | undefined): string | undefined {
  const [, setRound] = useState(0);
  const [queue] = useState(
    () =>
      new Thumbnails(
        ({ camera, stream, at }) => cameras.snapshot(camera, stream, new Date(at), WIDTH_PX),
        (picture) => URL.createObjectURL(picture),
        (address) => URL.revokeObjectURL(address),
        () => setRound((round) => round + 1),
      ),
  );
  const camera = wish?.camera;
  const stream = wish?.stream;
  const at = wish?.at;
  useEffect(() => {
    const whole = camera !== undefined && stream !== undefined && at !== undefined;
    queue.want(whole ? { camera, stream, at } : undefined);
  }, [queue, camera, stream, at]);
  useEffect(() => () => queue.want(undefined), [queue]);
  const known = wish === undefined ? null : queue.at(wish);
  const [last, setLast] = useState<{ camera: string; address: string }>();
  if (wish !== undefined && typeof known === 'string' && last?.address !== known) {
    setLast({ camera: wish.camera, address: known });
  }
  if (known === undefined && last !== undefined && last.camera === wish?.camera) {
    return last.address;
  }
  return known ?? undefined;
}

import { useEffect, useRef, useState } from 'react';
import { cameras } from '../api/recorder';
import type { Profile } from '../api/types';
import { Stills } from './stills';
import classes from './EventsPage.module.css';

const WIDTH_PX = 240;
const queue = new Stills();

/** A small picture of a camera at a time, once it is scrolled into sight; nothing where nothing was recorded. */
export function Still({ camera, stream, at }: { camera: string; stream: Profile; at: number }) {
  const place = useRef<HTMLDivElement>(null);
  const [address, setAddress] = useState<string>();

  useEffect(() => {
    let over = false;
    let takeBack: () => void = () => undefined;
    let loaded: string | undefined;
    const load = async () => {
      const answer = await cameras.snapshot(camera, stream, new Date(at), WIDTH_PX);
      if (answer.ok && !over) {
        loaded = URL.createObjectURL(answer.value);
        setAddress(loaded);
      }
      return answer.ok || answer.problem.kind === 'not-found';
    };
    const seen = new IntersectionObserver((entries) => {
      takeBack();
      if (entries.some(({ isIntersecting }) => isIntersecting)) {
        takeBack = queue.add(async () => {
          seen.disconnect();
          return load();
        });
      }
    });
    if (place.current !== null) {
      seen.observe(place.current);
    }
    return () => {
      over = true;
      seen.disconnect();
      takeBack();
      if (loaded !== undefined) {
        URL.revokeObjectURL(loaded);
      }
    };
  }, [camera, stream, at]);

  return (
    <div ref={place} className={classes.still}>
      {address !== undefined && <img src={address} alt="" />}
    </div>
  );
}

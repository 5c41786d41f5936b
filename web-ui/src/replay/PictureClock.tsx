import { useSyncExternalStore } from 'react';
import { clockWords, dayWords } from '../common/time';

/** Of when a picture in sight is; changes with each picture, so that only what shows it is drawn again. */
export class PictureTime {
  private at: number | undefined;
  private readonly listeners = new Set<() => void>();

  readonly set = (at: number | undefined): void => {
    if (at !== this.at) {
      this.at = at;
      this.listeners.forEach((listener) => listener());
    }
  };

  /** Milliseconds since 1970; undefined while the recorder has not told. */
  readonly get = (): number | undefined => this.at;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
}

/**
 * Date and time of the picture in sight.
 *
 * @param otherwise what to show while that is not known: live, or in a browser that does not tell its pictures
 */
export function PictureClock({ picture, otherwise }: { picture: PictureTime; otherwise: number }) {
  const at = useSyncExternalStore(picture.subscribe, picture.get) ?? otherwise;
  const when = new Date(at);
  return (
    <time dateTime={when.toISOString()}>
      <small>{dayWords(when)}</small> {clockWords(when)}
    </time>
  );
}

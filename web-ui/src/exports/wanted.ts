import type { Camera, Profile } from '../api/types';

/** What an export is to hold; times in ms since the epoch. */
export interface Wanted {
  readonly cameras: readonly string[];
  readonly from: number;
  readonly to: number;
  readonly stream: Profile;
}

const TEN_MINUTES = 600_000;

/** Reads `?camera=id,id&from=time&to=time&stream=main`; what is missing is the last ten minutes of all cameras. */
export function wantedOf(parameters: URLSearchParams, all: readonly Camera[], now: number): Wanted {
  const asked = (parameters.get('camera') ?? '').split(',');
  const found = all.map(({ id }) => id).filter((id) => asked.includes(id));
  const to = Date.parse(parameters.get('to') ?? '');
  const end = Number.isNaN(to) ? now : to;
  const from = Date.parse(parameters.get('from') ?? '');
  return {
    cameras: found.length > 0 ? found : all.map(({ id }) => id),
    from: Number.isNaN(from) ? end - TEN_MINUTES : from,
    to: end,
    stream: parameters.get('stream') === 'sub' ? 'sub' : 'main',
  };
}

/** The address of the page with all of it filled in. */
export function addressOf({ cameras, from, to, stream }: Wanted): string {
  const parameters = new URLSearchParams({
    camera: cameras.join(','),
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    stream,
  });
  return `/exports?${parameters.toString()}`;
}

import type { Camera, Profile } from '../api/types';

/** The stream that small pictures are made of: the sub stream costs less. */
export const smallStream = ({ record }: Camera): Profile =>
  record.streams.includes('sub') ? 'sub' : (record.streams[0] ?? 'main');

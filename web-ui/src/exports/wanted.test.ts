import { expect, test } from 'vitest';
import type { Camera } from '../api/types';
import { addressOf, wantedOf } from './wanted';

const NOW = Date.parse('2026-11-25T10:00:00Z');
const ALL = ['door', 'yard'].map((id) => ({ id, name: id }) as Camera);

test('an address says all of it, and is read back', () => {
  const wanted = { cameras: ['yard'], from: NOW - 5000, to: NOW, stream: 'sub' } as const;
  const address = addressOf(wanted);

  expect(wantedOf(new URL(address, 'http://recorder').searchParams, ALL, 0)).toEqual(wanted);
});

test('without an address it is the last ten minutes of all cameras', () => {
  expect(wantedOf(new URLSearchParams('camera=gone&from=then'), ALL, NOW)).toEqual({
    cameras: ['door', 'yard'],
    from: NOW - 600_000,
    to: NOW,
    stream: 'main',
  });
});

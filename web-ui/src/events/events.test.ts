import { describe, expect, it } from 'vitest';
import type { Happening } from '../api/types';
import { beginningAt, episodes } from './episodes';
import { admits, filterOf } from './filter';
import { kindWords, sentence } from './sentences';
import { merged, rows } from './told';

const NOON = Date.parse('2026-11-30T12:00:00Z');
const event = (second: number, phase: Happening['phase'], more: Partial<Happening> = {}): Happening => ({
  at: new Date(NOON + second * 1000).toISOString(),
  kind: 'motion',
  phase,
  camera: 'yard',
  text: '',
  ...more,
});

describe('episodes', () => {
  const between = (list: Happening[]) =>
    episodes(list, NOON, NOON + 100_000).map(({ from, to, lasts }) => [
      (from - NOON) / 1000,
      (to - NOON) / 1000,
      lasts,
    ]);

  it('join begin and end, in whatever order they come', () =>
    expect(between([event(20, 'ended'), event(10, 'began')])).toEqual([[10, 20, false]]));

  it('without an end go on, without a begin come from before', () => {
    expect(between([event(10, 'began')])).toEqual([[10, 100, true]]);
    expect(between([event(10, 'ended')])).toEqual([[0, 10, false]]);
  });

  it('of other cameras and kinds are others', () =>
    expect(
      between([
        event(10, 'began'),
        event(11, 'ended', { camera: 'gate' }),
        event(12, 'ended', { kind: 'input' }),
      ]),
    ).toEqual([
      [0, 11, false],
      [0, 12, false],
      [10, 100, true],
    ]));

  it('the one whose begin is nearest is meant by a click', () => {
    const list = episodes([event(10, 'happened'), event(12, 'happened')], NOON, NOON);
    expect(beginningAt(list, NOON + 11_500, 3000)?.from).toBe(NOON + 12_000);
    expect(beginningAt(list, NOON + 20_000, 3000)).toBeUndefined();
  });
});

describe('rows', () => {
  it('of what lasted are one', () =>
    expect(
      rows([event(30, 'ended'), event(20, 'happened', { kind: 'camera', text: 'live' }), event(10, 'began')]),
    ).toEqual([
      { event: event(20, 'happened', { kind: 'camera', text: 'live' }), ended: undefined },
      { event: event(10, 'began'), ended: NOON + 30_000 },
    ]));

  it('an end whose begin is not here yet is a row', () => expect(rows([event(30, 'ended')])).toHaveLength(1));

  it('what is heard live and asked for as well is there once, the newest first', () =>
    expect(merged([event(1, 'began'), event(2, 'ended')], [event(1, 'began')])).toEqual([
      event(2, 'ended'),
      event(1, 'began'),
    ]));
});

describe('sentences', () => {
  it.each([
    [event(0, 'began'), 'Yard: motion'],
    [event(0, 'ended', { text: 'line 1' }), 'Yard: motion over (line 1)'],
    [event(0, 'began', { kind: 'input', text: 'input 2' }), 'Yard: input 2 on'],
    [event(0, 'began', { kind: 'video-loss' }), 'Yard has no picture'],
    [event(0, 'happened', { kind: 'camera', text: 'live' }), 'Yard came back'],
    [
      event(0, 'happened', { kind: 'camera', text: 'offline: no route to host: 10.0.0.7' }),
      'Yard went offline: no route to host: 10.0.0.7',
    ],
    [event(0, 'began', { kind: 'disk', text: 'DVR disk 1' }), 'Yard: DVR disk 1 has failed'],
    [event(0, 'began', { kind: 'face_detected', text: 'Eve' }), 'Yard: face detected (Eve)'],
  ])('of a camera: %o', (one, words) => expect(sentence(one, 'Yard')).toBe(words));

  it.each([
    ['disk', '/mnt/a is full: 0 bytes left', 'Disk /mnt/a is full: 0 bytes left'],
    ['disk', '/mnt/a is ok', 'Disk /mnt/a is well again'],
    ['login', 'admin signed in from 10.0.0.9', 'Admin signed in from 10.0.0.9'],
    ['plugin', 'Acme cameras 1.2.0 started', 'Acme cameras 1.2.0 started'],
  ])('of the recorder: %s %s', (kind, text, words) =>
    expect(sentence({ kind, phase: 'happened', text })).toBe(words),
  );

  it('unknown kinds are readable', () => expect(kindWords('LINE_CROSSING')).toBe('line crossing'));
});

describe('the filter', () => {
  it('comes from the address, and what makes no sense is left out', () => {
    expect(filterOf(new URLSearchParams('camera=yard&kind=motion,input&day=2026-11-30'))).toEqual({
      camera: 'yard',
      kinds: ['motion', 'input'],
      day: new Date(2026, 10, 30).getTime(),
    });
    expect(filterOf(new URLSearchParams('day=tomorrow'))).toEqual({ kinds: [] });
  });

  it('admits what is heard live only if it is asked for', () => {
    const filter = filterOf(new URLSearchParams('camera=yard&kind=motion'));
    expect(admits(filter, event(0, 'began'))).toBe(true);
    expect(admits(filter, event(0, 'began', { camera: 'gate' }))).toBe(false);
    expect(admits(filter, event(0, 'began', { kind: 'input' }))).toBe(false);
  });
});

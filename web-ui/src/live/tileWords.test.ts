import { describe, expect, it } from 'vitest';
import type { Camera } from '../api/types';
import type { PlayerState } from './player/machine';
import { shownProfile, smallProfile, tileWords } from './tileWords';

const camera: Camera = {
  id: 'yard',
  name: 'Yard',
  driver: 'rtsp',
  address: 'rtsp://10.0.0.7/',
  enabled: true,
  record: { mode: 'off', streams: [], preSeconds: 0, postSeconds: 0 },
};
const OPENING: PlayerState = { phase: 'opening', transport: 'webrtc', failures: 0 };
const WAITING: PlayerState = {
  phase: 'waiting',
  transport: 'mse',
  failures: 1,
  why: 'The picture stood still.',
};

describe('a tile says', () => {
  it('live when a picture is in sight, whatever the status', () =>
    expect(tileWords(camera, OPENING, true, { state: 'connecting' }, undefined)).toEqual({
      tone: 'ok',
      words: 'live',
    }));
  it('why the camera does not deliver', () => {
    const offline = { state: 'offline', lastError: 'connection refused' } as const;
    expect(tileWords(camera, WAITING, false, offline, undefined)).toEqual({
      tone: 'bad',
      words: 'offline',
      reason: 'connection refused',
    });
    expect(tileWords(camera, WAITING, false, { state: 'unauthorized' }, undefined).tone).toBe('bad');
  });
  it('why the picture does not get here although the camera delivers', () =>
    expect(tileWords(camera, WAITING, false, { state: 'live' }, undefined)).toEqual({
      tone: 'soon',
      words: 'no picture',
      reason: 'the picture stood still',
    }));
  it('the same while it tries again', () =>
    expect(tileWords(camera, { ...OPENING, why: 'No.' }, false, { state: 'live' }, undefined).words).toBe(
      'no picture',
    ));
  it('that another stream is in sight when the one asked for does not come', () =>
    expect(tileWords(camera, WAITING, true, { state: 'live' }, undefined)).toEqual({
      tone: 'soon',
      words: 'shows the other stream',
      reason: 'the picture stood still',
    }));
  it('connecting at first', () =>
    expect(tileWords(camera, OPENING, false, undefined, undefined).words).toBe('connecting'));
  it('when a camera is switched off', () =>
    expect(tileWords({ ...camera, enabled: false }, OPENING, false, undefined, undefined).tone).toBe('off'));
  it('when the recorder is gone', () =>
    expect(
      tileWords(camera, OPENING, false, undefined, { kind: 'unreachable', status: 0, words: '' }).words,
    ).toBe('the recorder does not answer'));
});

describe('a tile shows', () => {
  const live = { state: 'live' } as const;
  it('the sub stream where there is one', () => {
    expect(smallProfile({ ...camera, subAddress: 'rtsp://10.0.0.7/2' }, undefined)).toBe('sub');
    expect(smallProfile(camera, { main: live, sub: live })).toBe('sub');
    expect(smallProfile({ ...camera, driver: 'dvr' }, undefined)).toBe('sub');
  });
  it('the main stream where there is no other', () => {
    expect(smallProfile(camera, undefined)).toBe('main');
    expect(smallProfile({ ...camera, driver: 'dvr' }, { main: live })).toBe('main');
  });
  it('the sub stream for a main stream in H.265, where the browser does not show that', () => {
    const streams = { main: { ...live, codec: 'h265' }, sub: { ...live, codec: 'h264' } };
    expect(shownProfile('main', streams, false)).toBe('sub');
    expect(shownProfile('main', streams, true)).toBe('main');
    expect(shownProfile('sub', streams, false)).toBe('sub');
    expect(shownProfile('main', { main: streams.main }, false)).toBe('main');
    expect(shownProfile('main', undefined, false)).toBe('main');
  });
});

import { describe, expect, it } from 'vitest';
import type { Camera } from '../api/types';
import { cameraOf, draftOf, EMPTY, faultsOf, inputOf } from './draft';

const yard: Camera = {
  id: 'yard',
  name: 'Yard',
  driver: 'rtsp',
  address: 'rtsp://10.0.0.7/main',
  subAddress: 'rtsp://10.0.0.7/sub',
  username: 'viewer',
  channel: 3,
  enabled: true,
  record: { mode: 'events', streams: ['main'], preSeconds: 5, postSeconds: 7 },
  retention: { days: 30 },
};

describe('the camera form', () => {
  it('gives back an unchanged camera, password and what it does not show included', () =>
    expect(cameraOf(draftOf(yard), yard)).toEqual(yard));

  it('makes a new camera of the least that is needed', () =>
    expect(cameraOf({ ...EMPTY, name: ' Yard ', address: ' rtsp://10.0.0.7/ ' })).toEqual({
      name: 'Yard',
      driver: 'rtsp',
      address: 'rtsp://10.0.0.7/',
      enabled: true,
      record: { mode: 'continuous', streams: ['main', 'sub'], preSeconds: 10, postSeconds: 20 },
    }));

  it('names the channel of a recorder', () => {
    const input = { ...EMPTY, name: 'Yard', driver: 'dvr', address: 'dvr://10.0.0.9', channel: ' 4 ' };
    expect(cameraOf(input)).toMatchObject({ driver: 'dvr', channel: 4 });
    expect(Object.keys(faultsOf({ ...input, channel: 'four' }))).toEqual(['channel']);
  });

  it('sends a password only if one was typed, blanks included', () =>
    expect(cameraOf({ ...draftOf(yard), password: ' p w ' }, yard).password).toBe(' p w '));

  it('names a stream also where nothing is recorded', () =>
    expect(cameraOf({ ...EMPTY, mode: 'off', streams: [] }).record).toMatchObject({ streams: ['main'] }));

  it('tells what is missing', () => {
    expect(Object.keys(faultsOf(EMPTY))).toEqual(['name', 'address']);
    expect(faultsOf({ ...EMPTY, name: 'a', address: 'b' })).toEqual({});
    expect(Object.keys(faultsOf({ ...EMPTY, name: 'a', address: 'b', streams: [], days: 'x' }))).toEqual([
      'streams',
      'days',
    ]);
  });

  it('shows the recorder’s fault at its input', () => {
    expect(inputOf('address')).toBe('address');
    expect(inputOf('record.streams')).toBe('streams');
    expect(inputOf('body')).toBeUndefined();
    expect(inputOf(undefined)).toBeUndefined();
  });
});

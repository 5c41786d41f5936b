import { describe, expect, it } from 'vitest';
import type { Camera, Period } from '../api/types';
import { cameraOf, draftOf, driverFor, EMPTY, faultsOf, inputOf, wordsAtInput } from './draft';

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

const nights: Period = { days: ['mon', 'tue'], from: '18:00', to: '07:00' };

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
    expect(inputOf('record.preSeconds')).toBe('preSeconds');
    expect(inputOf('record.schedule')).toBe('schedule');
    expect(inputOf('record.schedule.1.from')).toBe('schedule.1.from');
    expect(inputOf('retention.days')).toBe('days');
    expect(inputOf('body')).toBeUndefined();
    expect(inputOf(undefined)).toBeUndefined();
  });

  it('does not repeat a field’s name at its input', () => {
    const problem = { kind: 'refused', status: 400, field: 'record.preSeconds' } as const;
    expect(wordsAtInput({ ...problem, words: 'Record.preSeconds must be from 0 to 60.' })).toBe(
      'Must be from 0 to 60.',
    );
    expect(wordsAtInput({ ...problem, words: 'That is too long.' })).toBe('That is too long.');
  });

  it('sends seconds and schedule as typed where the mode uses them, else as they were', () => {
    const typed = { ...draftOf(yard), preSeconds: '0', postSeconds: '40', schedule: [nights] };
    expect(cameraOf(typed, yard).record).toEqual({ ...yard.record, preSeconds: 0, postSeconds: 40 });
    expect(cameraOf({ ...typed, mode: 'schedule' }, yard).record).toEqual({
      ...yard.record,
      mode: 'schedule',
      schedule: [nights],
    });
  });

  it('tells what is wrong with seconds and schedule, where the mode uses them', () => {
    const bad = { ...draftOf(yard), preSeconds: '', postSeconds: '1.5', schedule: [] };
    expect(Object.keys(faultsOf(bad))).toEqual(['preSeconds', 'postSeconds']);
    expect(Object.keys(faultsOf({ ...bad, mode: 'continuous' }))).toEqual([]);
    expect(Object.keys(faultsOf({ ...bad, mode: 'schedule' }))).toEqual(['schedule']);
    const periods = [nights, { days: [], from: '', to: '07:00' }];
    expect(Object.keys(faultsOf({ ...bad, mode: 'schedule', schedule: periods }))).toEqual([
      'schedule.1.days',
      'schedule.1.from',
    ]);
  });
});

describe('the kind of a pasted address', () => {
  const known = [
    { name: 'rtsp', schemes: ['rtsp', 'rtsps'] },
    { name: 'onvif', schemes: ['http', 'https'] },
    { name: 'vendor', schemes: ['http', 'tower'] },
    { name: 'dvrip', schemes: ['dvrip'] },
  ];
  it('is the only one that takes it', () => {
    expect(driverFor(' DVRIP://admin:x@10.0.0.8', 'rtsp', known)).toBe('dvrip');
    expect(driverFor('https://10.0.0.8/', 'rtsp', known)).toBe('onvif');
  });
  it('stays as chosen where that one takes it, several do, or nobody knows', () => {
    expect(driverFor('http://10.0.0.8/', 'vendor', known)).toBe('vendor');
    expect(driverFor('http://10.0.0.8/', 'rtsp', known)).toBe('rtsp');
    expect(driverFor('gopher://10.0.0.8/', 'rtsp', known)).toBe('rtsp');
    expect(driverFor('10.0.0.8', 'dvrip', known)).toBe('dvrip');
  });
});

import { describe, expect, it } from 'vitest';
import { bitrateWords, bytesWords, clockOffWords, saidInFull, stateWords, streamWords } from './words';

describe('a state in words', () => {
  it('says why a camera is offline', () =>
    expect(stateWords({ state: 'offline', lastError: 'no route to 10.0.0.7' })).toEqual({
      tone: 'bad',
      words: 'offline',
      reason: 'no route to 10.0.0.7',
    }));
  it('can be told in full', () => {
    expect(saidInFull({ tone: 'bad', words: 'offline', reason: 'refused' })).toBe('offline: refused');
    expect(saidInFull({ tone: 'ok', words: 'live' })).toBe('live');
  });
  it('does without a reason', () => expect(stateWords({ state: 'offline' }).words).toBe('offline'));
  it('says why a login is refused: it need not be the password', () => {
    const locked = 'the device has locked this user after too many wrong passwords';
    expect(saidInFull(stateWords({ state: 'unauthorized', lastError: locked }))).toBe(
      `login refused: ${locked}`,
    );
  });
});

describe('a stream in words', () => {
  it('says all it knows', () =>
    expect(
      streamWords({
        state: 'live',
        codec: 'h264',
        width: 1920,
        height: 1080,
        fps: 24.98,
        bitrateKbps: 4031,
        audio: 'pcmu',
      }),
    ).toBe('H.264 · 1920 × 1080 · 25 fps · 4.0 Mbit/s · sound'));
  it('leaves out what it does not know', () =>
    expect(streamWords({ state: 'connecting', fps: 0, bitrateKbps: 0, audio: 'none' })).toBe(''));
});

it('gives numbers with units', () => {
  expect(bitrateWords(512)).toBe('512 kbit/s');
  expect(bytesWords(999)).toBe('999 bytes');
  expect(bytesWords(4_200_000_000)).toBe('4.2 GB');
  expect(bytesWords(2_000_000_000_000_000)).toBe('2000 TB');
});

describe('how wrong a camera’s clock is', () => {
  const off = (main?: number, sub?: number) =>
    clockOffWords({
      streams: {
        main: { state: 'live', ...(main === undefined ? {} : { clockOffsetSeconds: main }) },
        sub: { state: 'live', ...(sub === undefined ? {} : { clockOffsetSeconds: sub }) },
      },
    });
  it('is told from 2 s on', () =>
    expect([off(-37.4), off(7500), off(2), off(-1.9), off()]).toEqual([
      '37 s behind',
      '2 h 05 min ahead',
      undefined,
      undefined,
      undefined,
    ]));
  it('may be known by the sub stream alone', () => expect(off(undefined, 5.2)).toBe('5 s ahead'));
});

// @vitest-environment jsdom
import { act, renderHook } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Replay } from '../../api/types';
import { StepCover } from '../StepCover';
import { useSmoothReverse } from './useSmoothReverse';

const TEN = Date.UTC(2026, 11, 1, 10);
const iso = (at: number) => new Date(at).toISOString();
const change = vi.fn();

/** On a page of 16 cameras whose replay plays at that rate; the clock of both is at ten. */
function playing(rate: number) {
  const replay: Replay = { id: 'r1', clock: iso(TEN), rate, playing: true, cameras: {} };
  const hold = new StepCover();
  return renderHook(() => useSmoothReverse(replay, 16, undefined, TEN, TEN, hold, change));
}

/** As on http to an address: nothing is decoded for a page, but played by WebRTC. */
function withoutDecoder(): void {
  vi.stubGlobal('isSecureContext', false);
  vi.stubGlobal('RTCPeerConnection', vi.fn());
  vi.stubGlobal('RTCRtpReceiver', { getCapabilities: () => null });
}

beforeEach(() => {
  vi.useFakeTimers({ now: TEN });
  change.mockClear();
  vi.stubGlobal('isSecureContext', true);
  vi.stubGlobal('VideoDecoder', vi.fn());
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

test('backward at normal speed is smooth, faster it is key pictures', () => {
  expect(playing(-1).result.current.kind).toBe('smooth');
  expect(playing(-8).result.current.kind).toBe('keys');
  expect(playing(1).result.current.smooth).toBe(false);
});

test('a page that fell behind goes on with key pictures from what is in sight, until a speed is chosen', () => {
  const { result } = playing(-1);
  act(() => result.current.clock.ready({ newest: undefined }, TEN));
  vi.setSystemTime(TEN + 3000);
  act(() => result.current.onBehind());
  expect(change).toHaveBeenCalledWith({ seek: iso(TEN - 3000) });
  expect(result.current.smooth).toBe(false);
  expect(result.current.kind).toBe('behind');
  act(() => result.current.tryAgain());
  expect(result.current.kind).toBe('smooth');
});

test('a pause is where the page is, not where the recorder is', () => {
  const { result } = playing(-2);
  act(() => result.current.clock.ready({ newest: undefined }, TEN + 400));
  vi.setSystemTime(TEN + 1400);
  act(() => result.current.goOn({ playing: false }));
  expect(change).toHaveBeenCalledWith({ playing: false, seek: iso(TEN - 2000) });
});

test('another speed that is smooth, too, needs no jump', () => {
  const { result } = playing(-1);
  act(() => result.current.goOn({ rate: -2 }));
  expect(change).toHaveBeenCalledWith({ rate: -2 });
});

test('without a secure origin the recorder is asked for groups, and key pictures are shown until it says so', () => {
  withoutDecoder();
  const replay: Replay = { id: 'r1', clock: iso(TEN), rate: -1, playing: true, cameras: {} };
  const hold = new StepCover();
  const { result, rerender } = renderHook(
    ({ smooth }) => useSmoothReverse({ ...replay, smooth }, 4, 'yard', TEN, TEN, hold, change),
    { initialProps: { smooth: false } },
  );
  expect(result.current.askingFor(-1)).toEqual({ smooth: true, stream: 'sub', camera: 'yard' });
  expect(result.current.askingFor(-2)).toEqual({ smooth: false });
  expect(result.current.kind).toBe('keys');
  rerender({ smooth: true });
  expect(result.current.kind).toBe('smooth');
});

test('a recorder that does not send groups is not waited for', () => {
  withoutDecoder();
  const replay: Replay = { id: 'r1', clock: iso(TEN), rate: -1, playing: true, cameras: {} };
  const hold = new StepCover();
  const { result } = renderHook(() => useSmoothReverse(replay, 1, undefined, TEN, TEN, hold, change));
  act(() => void vi.advanceTimersByTime(1500));
  expect(change).toHaveBeenCalledWith({ smooth: false });
  expect(result.current.smooth).toBe(false);
});

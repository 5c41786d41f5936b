// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { PlayerState, Transport } from './machine';
import type { Listener } from './opened';
import { Player } from './player';
import { liveSource, replaySource } from './source';

type VideoFrameCallback = Parameters<HTMLVideoElement['requestVideoFrameCallback']>[0];

/** A video element whose pictures the test presents. */
class ScriptedVideo {
  private callback: VideoFrameCallback | undefined;

  requestVideoFrameCallback(callback: VideoFrameCallback): number {
    this.callback = callback;
    return 1;
  }

  cancelVideoFrameCallback(): void {
    this.callback = undefined;
  }

  present(ticks = 0): void {
    const callback = this.callback;
    this.callback = undefined;
    callback?.(0, { mediaTime: 0, rtpTimestamp: ticks } as VideoFrameCallbackMetadata);
  }
}

let video: ScriptedVideo;
let opened: {
  transport: Transport;
  listener: Listener;
  close: ReturnType<typeof vi.fn>;
  inquire: ReturnType<typeof vi.fn>;
}[];
let states: PlayerState[];

function player(source = liveSource('yard', 'sub')): Player {
  return new Player(
    video as unknown as HTMLVideoElement,
    source,
    (state) => states.push(state),
    () => undefined,
    (transport, _video, _source, listener) => {
      const close = vi.fn();
      const inquire = vi.fn();
      opened.push({ transport, listener, close, inquire });
      return { close, inquire };
    },
  );
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('RTCPeerConnection', vi.fn());
  vi.stubGlobal('RTCRtpReceiver', { getCapabilities: () => ({ codecs: [{ mimeType: 'video/H264' }] }) });
  video = new ScriptedVideo();
  opened = [];
  states = [];
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('Player', () => {
  it('plays, notices a picture that stands still, and opens again', () => {
    player().start();
    video.present();
    expect(states.at(-1)).toEqual({ phase: 'playing', transport: 'webrtc' });
    vi.advanceTimersByTime(5900);
    video.present();
    vi.advanceTimersByTime(5900);
    expect(states.at(-1)?.phase).toBe('playing');
    vi.advanceTimersByTime(200);
    expect(states.at(-1)).toMatchObject({ phase: 'waiting', why: 'The picture stood still.' });
    expect(opened[0]?.close).toHaveBeenCalledOnce();
    vi.advanceTimersByTime(1200);
    expect(opened).toHaveLength(2);
  });

  it('asks soon whether a picture that stands is over, and opens again if so', () => {
    player().start();
    video.present();
    vi.advanceTimersByTime(1400);
    video.present();
    vi.advanceTimersByTime(1400);
    expect(opened[0]?.inquire).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1700);
    expect(opened[0]?.inquire).toHaveBeenCalledTimes(2);
    opened[0]?.listener.lost('The media server has gone.');
    vi.advanceTimersByTime(1200);
    expect(opened).toHaveLength(2);
    vi.advanceTimersByTime(5000);
    expect(opened[0]?.inquire).toHaveBeenCalledTimes(2);
  });

  it('does not take the pause of a replay for a fault', () => {
    player(replaySource('r', 'yard', '/whep/replay/r/yard')).start();
    video.present();
    vi.advanceTimersByTime(60_000);
    expect(states.at(-1)?.phase).toBe('playing');
    expect(opened).toHaveLength(1);
  });

  it('tries again when no picture came', () => {
    player().start();
    vi.advanceTimersByTime(12_000);
    expect(states.at(-1)).toMatchObject({ phase: 'waiting', why: 'No picture came.' });
  });

  it('falls back, and hears nothing of the way it left', () => {
    player().start();
    opened[0]?.listener.noWay('ICE');
    expect(opened.map((o) => o.transport)).toEqual(['webrtc', 'mse']);
    opened[0]?.listener.lost('late');
    expect(states.at(-1)).toMatchObject({ phase: 'opening', transport: 'mse' });
  });

  it('tries MSE first where WebRTC has no H.264', () => {
    vi.stubGlobal('RTCRtpReceiver', { getCapabilities: () => ({ codecs: [{ mimeType: 'video/VP8' }] }) });
    player().start();
    expect(opened[0]?.transport).toBe('mse');
  });

  it('does not reconnect because nobody looks', () => {
    player().start();
    video.present();
    const hidden = vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
    document.dispatchEvent(new Event('visibilitychange'));
    vi.advanceTimersByTime(3_600_000);
    expect(opened).toHaveLength(1);
    hidden.mockReturnValue('visible');
    document.dispatchEvent(new Event('visibilitychange'));
    vi.advanceTimersByTime(6000);
    expect(states.at(-1)?.phase).toBe('waiting');
    hidden.mockRestore();
  });

  it('stops for good', () => {
    const stopped = player();
    stopped.start();
    stopped.stop();
    expect(opened[0]?.close).toHaveBeenCalledOnce();
    vi.advanceTimersByTime(60_000);
    expect(opened).toHaveLength(1);
    expect(states.at(-1)).toEqual({ phase: 'stopped' });
  });
});

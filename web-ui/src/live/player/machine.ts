/**
 * What a player does next: a function from state and event to state and command, without a clock, a socket or a
 * video element. The shell in player.ts carries the commands out and reports events.
 */
import type { Problem } from '../../api/http';

export type Transport = 'webrtc' | 'mse';

export type PlayerState =
  | { readonly phase: 'stopped' }
  | {
      readonly phase: 'opening';
      readonly transport: Transport;
      readonly failures: number;
      /** Why it did not show a picture the last time. */
      readonly why?: string;
    }
  | { readonly phase: 'playing'; readonly transport: Transport }
  | {
      readonly phase: 'waiting';
      readonly transport: Transport;
      /** Failures in a row, for the back-off. */
      readonly failures: number;
      readonly why: string;
    };

export type PlayerEvent =
  | { readonly type: 'start' }
  | { readonly type: 'first-picture' }
  /** The recorder refused: no such camera, no codec in common, not ready. */
  | { readonly type: 'refused'; readonly problem: Problem }
  /** The way itself is closed: no media although the recorder agreed, or the browser cannot do it. */
  | { readonly type: 'no-way'; readonly why: string }
  /** It played, or should have, and stopped. */
  | { readonly type: 'lost'; readonly why: string }
  | { readonly type: 'due' }
  | { readonly type: 'stop' };

export type Command =
  | { readonly do: 'nothing' }
  | { readonly do: 'open'; readonly transport: Transport }
  | { readonly do: 'close' }
  /** Close what is open, and report `due` after so long. */
  | { readonly do: 'wait'; readonly ms: number };

export interface Step {
  readonly state: PlayerState;
  readonly command: Command;
}

/** After failures in a row; the last one stays. Long enough not to hammer a camera that is down. */
const BACK_OFF_MS = [1000, 2000, 4000, 8000, 15000];

export const STOPPED: PlayerState = { phase: 'stopped' };

/** @param first the way to try first */
export function step(state: PlayerState, event: PlayerEvent, first: Transport): Step {
  if (event.type === 'stop') {
    return { state: STOPPED, command: { do: 'close' } };
  }
  if (event.type === 'start') {
    return state.phase === 'stopped' ? open(first, 0) : unchanged(state);
  }
  switch (state.phase) {
    case 'stopped':
      return unchanged(state);
    case 'waiting':
      return event.type === 'due' ? open(state.transport, state.failures, state.why) : unchanged(state);
    case 'playing':
      return event.type === 'lost' || event.type === 'no-way'
        ? wait(state.transport, 0, event.why)
        : unchanged(state);
    case 'opening':
      return opening(state, event, first);
  }
}

function opening(state: PlayerState & { phase: 'opening' }, event: PlayerEvent, first: Transport): Step {
  switch (event.type) {
    case 'first-picture':
      return { state: { phase: 'playing', transport: state.transport }, command: { do: 'nothing' } };
    case 'refused':
      if (isNoCodec(event.problem) && state.transport === 'webrtc') {
        return open('mse', state.failures, state.why);
      }
      return wait(state.transport, state.failures, event.problem.words, event.problem.retryAfterSeconds);
    case 'no-way':
      if (state.transport === 'webrtc') {
        return open('mse', state.failures, state.why);
      }
      // Neither way led anywhere; the cause may have gone, so begin again at the front.
      return wait(first, state.failures, event.why);
    case 'lost':
      return wait(state.transport, state.failures, event.why);
    default:
      return unchanged(state);
  }
}

/** The offer had nothing this stream is made of: Firefox without H.264, or a camera with B-frames or H.265. */
function isNoCodec(problem: Problem): boolean {
  return problem.status === 406 || problem.status === 415;
}

function open(transport: Transport, failures: number, why?: string): Step {
  return {
    state: { phase: 'opening', transport, failures, ...(why === undefined ? {} : { why }) },
    command: { do: 'open', transport },
  };
}

function wait(transport: Transport, failures: number, why: string, seconds?: number): Step {
  const backOff = BACK_OFF_MS[Math.min(failures, BACK_OFF_MS.length - 1)] ?? 0;
  const ms = seconds === undefined ? backOff : Math.min(Math.max(seconds * 1000, 500), 30_000);
  return { state: { phase: 'waiting', transport, failures: failures + 1, why }, command: { do: 'wait', ms } };
}

const unchanged = (state: PlayerState): Step => ({ state, command: { do: 'nothing' } });

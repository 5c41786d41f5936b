import { describe, expect, it } from 'vitest';
import type { Problem } from '../../api/http';
import { STOPPED, step } from './machine';
import type { Command, PlayerEvent, PlayerState } from './machine';

const refused = (status: number, more: Partial<Problem> = {}): PlayerEvent => ({
  type: 'refused',
  problem: { kind: 'refused', status, words: 'No.', ...more },
});

function run(...events: PlayerEvent[]): { state: PlayerState; commands: Command[] } {
  let state = STOPPED;
  const commands: Command[] = [];
  for (const event of events) {
    const next = step(state, event, 'webrtc');
    state = next.state;
    commands.push(next.command);
  }
  return { state, commands };
}

describe('a player', () => {
  it('opens WebRTC and plays at the first picture', () => {
    const { state, commands } = run({ type: 'start' }, { type: 'first-picture' });
    expect(state).toEqual({ phase: 'playing', transport: 'webrtc' });
    expect(commands).toEqual([{ do: 'open', transport: 'webrtc' }, { do: 'nothing' }]);
  });

  it('starts once', () => {
    expect(run({ type: 'start' }, { type: 'start' }).commands[1]).toEqual({ do: 'nothing' });
  });

  it('goes to MSE at once when the offer has no usable codec', () => {
    const { state, commands } = run({ type: 'start' }, refused(406));
    expect(state).toMatchObject({ phase: 'opening', transport: 'mse' });
    expect(commands[1]).toEqual({ do: 'open', transport: 'mse' });
  });

  it('goes to MSE at once when no media gets through', () => {
    expect(run({ type: 'start' }, { type: 'no-way', why: 'ICE' }).commands[1]).toEqual({
      do: 'open',
      transport: 'mse',
    });
  });

  it('begins again at the front when MSE does not work either', () => {
    const { state } = run({ type: 'start' }, { type: 'no-way', why: 'a' }, { type: 'no-way', why: 'b' });
    expect(state).toEqual({ phase: 'waiting', transport: 'webrtc', failures: 1, why: 'b' });
  });

  it('waits as long as the recorder asks, within reason', () => {
    const ms = (seconds: number) =>
      run({ type: 'start' }, refused(503, { retryAfterSeconds: seconds })).commands[1];
    expect(ms(5)).toEqual({ do: 'wait', ms: 5000 });
    expect(ms(0)).toEqual({ do: 'wait', ms: 500 });
    expect(ms(86400)).toEqual({ do: 'wait', ms: 30_000 });
  });

  it('remembers through both ways why there was no picture', () => {
    const neither: PlayerEvent[] = [
      refused(406),
      { type: 'no-way', why: 'H.265' },
      { type: 'due' },
      refused(406),
    ];
    expect(run({ type: 'start' }, ...neither).state).toMatchObject({ transport: 'mse', why: 'H.265' });
  });

  it('backs off while failures go on', () => {
    const failure: PlayerEvent[] = [{ type: 'lost', why: 'x' }, { type: 'due' }];
    const { commands } = run({ type: 'start' }, ...Array.from({ length: 7 }, () => failure).flat());
    expect(commands.flatMap((c) => (c.do === 'wait' ? [c.ms] : []))).toEqual([
      1000, 2000, 4000, 8000, 15000, 15000, 15000,
    ]);
  });

  it('comes back the same way, soon, when it had been playing', () => {
    const { state, commands } = run(
      { type: 'start' },
      refused(406),
      { type: 'first-picture' },
      { type: 'lost', why: 'stood still' },
      { type: 'due' },
    );
    expect(commands.slice(3)).toEqual([
      { do: 'wait', ms: 1000 },
      { do: 'open', transport: 'mse' },
    ]);
    expect(state).toMatchObject({ phase: 'opening', why: 'stood still' });
  });

  it('forgets failures once it plays', () => {
    const { commands } = run(
      { type: 'start' },
      { type: 'lost', why: 'x' },
      { type: 'due' },
      { type: 'lost', why: 'x' },
      { type: 'due' },
      { type: 'first-picture' },
      { type: 'lost', why: 'x' },
    );
    expect(commands.at(-1)).toEqual({ do: 'wait', ms: 1000 });
  });

  it('stops in any phase and then hears nothing', () => {
    for (const before of [[], [{ type: 'first-picture' }], [{ type: 'lost', why: 'x' }]] as PlayerEvent[][]) {
      const { state, commands } = run({ type: 'start' }, ...before, { type: 'stop' }, { type: 'due' });
      expect(state).toEqual(STOPPED);
      expect(commands.slice(-2)).toEqual([{ do: 'close' }, { do: 'nothing' }]);
    }
  });

  it('ignores a late refusal while it waits or plays', () => {
    expect(run({ type: 'start' }, { type: 'first-picture' }, refused(404)).state.phase).toBe('playing');
    expect(run({ type: 'start' }, { type: 'lost', why: 'x' }, refused(404)).state).toMatchObject({
      failures: 1,
    });
  });
});

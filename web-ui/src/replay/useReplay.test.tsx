// @vitest-environment jsdom
import { act, renderHook, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { Replay } from '../api/types';
import { problem, recorder } from '../common/testing';
import { useReplay } from './useReplay';

const TEN = Date.UTC(2026, 10, 25, 10);
const iso = (at: number) => new Date(at).toISOString();
const state = (change: Partial<Replay> = {}): Replay => ({
  id: 'r1',
  clock: iso(TEN),
  rate: 1,
  playing: true,
  cameras: { yard: { whep: '/whep/replay/r1/yard', mode: 'passthrough' } },
  ...change,
});
const script = {
  'POST /replays': () => Response.json(state(), { status: 201 }),
  'PATCH /replays/r1': () => Response.json(state({ rate: 8 })),
  'GET /replays/r1': () => Response.json(state()),
  'DELETE /replays/r1': () => new Response(null, { status: 204 }),
};
const start = (at?: number) => renderHook(() => useReplay(['yard'], 'main', at));

describe('a replay', () => {
  it('begins with the first jump', async () => {
    const asked = recorder(script);
    const { result } = start();
    expect(result.current.replay).toBeUndefined();
    act(() => result.current.goTo(TEN, { rate: -8 }));
    await waitFor(() => expect(result.current.replay?.id).toBe('r1'));
    expect(asked[0]).toEqual({
      call: 'POST /replays',
      body: { cameras: ['yard'], at: iso(TEN), stream: 'main', rate: -8 },
    });
  });

  it('is being opened until the recorder answers, where the page begins at a time', async () => {
    recorder(script);
    const { result } = start(TEN);
    expect(result.current.opening).toBe(true);
    await waitFor(() => expect(result.current.replay?.id).toBe('r1'));
    expect(result.current.opening).toBe(false);
  });

  it('that cannot be opened is not being opened any more', async () => {
    recorder({ ...script, 'POST /replays': () => problem(404, 'not-found') });
    const { result } = start(TEN);
    await waitFor(() => expect(result.current.problem).toBeDefined());
    expect(result.current.opening).toBe(false);
  });

  it('jumps to the newest of what was asked while it was being made', async () => {
    const asked = recorder(script);
    const { result } = start();
    act(() => {
      result.current.goTo(TEN);
      result.current.goTo(TEN + 1000);
      result.current.goTo(TEN + 2000);
      result.current.change({ rate: 8 });
    });
    await waitFor(() => expect(result.current.replay?.rate).toBe(8));
    expect(asked.slice(0, 2)).toEqual([
      expect.objectContaining({ call: 'POST /replays' }),
      { call: 'PATCH /replays/r1', body: { seek: iso(TEN + 2000), rate: 8 } },
    ]);
  });

  it('carries its clock on at its speed, unless it is at the end', async () => {
    recorder({ ...script, 'POST /replays': () => Response.json(state({ rate: 8 }), { status: 201 }) });
    const { result } = start();
    act(() => result.current.goTo(TEN));
    await waitFor(() => expect(result.current.replay).toBeDefined());
    const now = Date.now();
    expect(result.current.clock(now + 100)).toBeGreaterThanOrEqual(TEN + 800);
    expect(result.current.clock(now + 60_000)).toBe(TEN + 8 * 600);
  });

  it('is not what it was before the newest change, although the recorder says so late', async () => {
    let answer: ((response: Response) => void) | undefined;
    recorder({
      ...script,
      'GET /replays/r1': () => new Promise<Response>((resolve) => (answer ??= resolve)),
      'PATCH /replays/r1': () => Response.json(state({ rate: 8, clock: iso(TEN + 5000) })),
    });
    const { result } = start();
    act(() => result.current.goTo(TEN));
    await waitFor(() => expect(answer).toBeDefined());
    act(() => result.current.change({ rate: 8 }));
    await waitFor(() => expect(result.current.replay?.clock).toBe(iso(TEN + 5000)));
    await act(async () => {
      answer?.(Response.json(state({ rate: 1 })));
      await new Promise((next) => setTimeout(next));
    });
    expect(result.current.replay?.rate).toBe(8);
  });

  it('ends with the page', async () => {
    const asked = recorder(script);
    const { result, unmount } = start();
    act(() => result.current.goTo(TEN));
    await waitFor(() => expect(result.current.replay).toBeDefined());
    unmount();
    expect(asked.at(-1)?.call).toBe('DELETE /replays/r1');
  });

  it('ends also if the page is left while it was being made', async () => {
    const asked = recorder(script);
    const { result, unmount } = start();
    act(() => result.current.goTo(TEN));
    unmount();
    await waitFor(() => expect(asked.at(-1)?.call).toBe('DELETE /replays/r1'));
  });

  it('that cannot be says why', async () => {
    recorder({ 'POST /replays': () => problem(422, 'nothing was recorded at or after that time', 'at') });
    const { result } = start();
    act(() => result.current.goTo(TEN));
    await waitFor(() =>
      expect(result.current.problem?.words).toBe('Nothing was recorded at or after that time.'),
    );
    expect(result.current.replay).toBeUndefined();
  });

  it('that the recorder has ended is told, and the next jump starts another', async () => {
    const asked = recorder({ ...script, 'GET /replays/r1': () => problem(404, 'no replay r1') });
    const { result } = start();
    act(() => result.current.goTo(TEN));
    await waitFor(() => expect(result.current.problem?.kind).toBe('not-found'));
    expect(result.current.replay).toBeUndefined();
    act(() => result.current.goTo(TEN));
    await waitFor(() => expect(asked.filter(({ call }) => call === 'POST /replays')).toHaveLength(2));
  });
});

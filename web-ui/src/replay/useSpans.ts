import { useState } from 'react';
import { cameras } from '../api/recorder';
import type { Result } from '../api/http';
import type { Camera, Profile, Span } from '../api/types';
import { usePoll } from '../common/usePoll';
import type { Polled } from '../common/usePoll';
import type { View } from './geometry';

export type Spans = Readonly<Record<string, readonly Span[]>>;

/**
 * What was recorded of each camera around a view. Asked for in pieces twice as long or more, so that moving about
 * asks rarely; what was known stays in sight until the new answer comes.
 */
export function useSpans(list: readonly Camera[], view: View, now: number): Polled<Spans> {
  const piece = 2 ** Math.ceil(Math.log2(view.to - view.from));
  const from = Math.floor(view.from / piece) * piece;
  const to = Math.ceil(view.to / piece) * piece;
  const polled = usePoll(
    `${list.map(({ id }) => id).join(' ')} ${from} ${to}`,
    () => timelines(list, from, Math.min(to, Date.now())),
    now < to ? 5000 : 60_000,
  );
  const [kept, keep] = useState<Spans>();
  if (polled.value !== undefined && polled.value !== kept) {
    keep(polled.value);
  }
  return { ...polled, value: polled.value ?? kept };
}

async function timelines(list: readonly Camera[], from: number, to: number): Promise<Result<Spans>> {
  if (to <= from) {
    return { ok: true, value: {}, location: null };
  }
  const spans: Record<string, readonly Span[]> = {};
  for (const answer of await Promise.all(list.map((camera) => timeline(camera, from, to)))) {
    if (!answer.ok) {
      return answer;
    }
    Object.assign(spans, answer.value);
  }
  return { ok: true, value: spans, location: null };
}

async function timeline(camera: Camera, from: number, to: number): Promise<Result<Spans>> {
  const answer = await cameras.timeline(camera.id, recordedStream(camera), new Date(from), new Date(to));
  return answer.ok ? { ...answer, value: { [camera.id]: answer.value.spans } } : answer;
}

/** The stream whose recordings stand for a camera's. */
export const recordedStream = (camera: Camera): Profile =>
  camera.record.streams.includes('main') ? 'main' : (camera.record.streams[0] ?? 'main');

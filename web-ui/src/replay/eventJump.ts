/** Finds the event before or after a time, at the recorder: the timeline may not show it. */
import type { Problem } from '../api/http';
import { events } from '../api/recorder';
import { PICTURE_KINDS } from '../events/episodes';

/** Before an event, so that one sees how it came about. */
export const LEAD_MS = 5000;
/** Whoever asks for the event before while this far into one means that one's begin. */
const INTO_MS = 2000;
/** As far as one request goes. */
const FARTHEST_MS = 399 * 24 * 3_600_000;
/** Half of them are ends. */
const LOOK_AT = 50;

export type Direction = 'previous' | 'next';

/** What a jump went to. */
export interface Jumped {
  /** Begin of the event. */
  readonly at: number;
  /** When somebody asked. */
  readonly asked: number;
}

/** From where to look on; somebody who asks again at once means the one after that, wherever the picture is by now. */
export function lookFrom(at: number, direction: Direction, last: Jumped | undefined, now: number): number {
  if (last !== undefined && now - last.asked < 3000) {
    return direction === 'next' ? last.at + 1 : last.at;
  }
  return direction === 'next' ? at + LEAD_MS + 1 : at + LEAD_MS - INTO_MS;
}

/**
 * The begin of the next event.
 *
 * @param from exclusive for the previous one
 * @returns undefined: there is none
 */
export async function findEvent(
  cameras: readonly string[],
  from: number,
  direction: Direction,
  now: number,
): Promise<{ at: number | undefined } | { problem: Problem }> {
  let begin = direction === 'next' ? from : from - FARTHEST_MS;
  let end = direction === 'next' ? now : from;
  while (begin < end) {
    const answer = await events.between({
      from: new Date(begin),
      to: new Date(end),
      cameras,
      kinds: PICTURE_KINDS,
      order: direction === 'next' ? 'oldest' : 'newest',
      limit: LOOK_AT,
    });
    if (!answer.ok) {
      return { problem: answer.problem };
    }
    const found = answer.value.events.find(({ phase }) => phase !== 'ended');
    const last = answer.value.events.at(-1);
    if (found !== undefined) {
      return { at: Date.parse(found.at) };
    }
    if (!answer.value.more || last === undefined) {
      break;
    }
    if (direction === 'next') {
      begin = Date.parse(last.at) + 1;
    } else {
      end = Date.parse(last.at);
    }
  }
  return { at: undefined };
}

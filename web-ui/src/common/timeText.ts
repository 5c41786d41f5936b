/** Date and time as operators type them: `2026-11-25 14:05:09`, local, the same in every browser and language. */

const two = (n: number) => String(n).padStart(2, '0');

/** `2026-11-25` */
export const dateText = (at: Date): string =>
  `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;

/** `2026-11-25 14:05:09` */
export const timeText = (at: Date): string =>
  `${dateText(at)} ${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;

const DATE = /^(\d{4})-(\d{1,2})-(\d{1,2})$/;
const TIME = /^(\d{1,2}):(\d{2})(?::(\d{2}))?$/;

/**
 * What is meant by a text: date and time; a time alone is of the day of `near`, a date alone its midnight; seconds may be
 * left out.
 *
 * @returns undefined if it is none, or there is no such day or time: 30 February, 25:00, the hour that a change of the
 *   clock leaves out
 */
export function parseTimeText(text: string, near: Date): Date | undefined {
  const parts = text.trim().split(/[\sT]+/);
  const date = DATE.exec(parts[0] ?? '');
  const timePart = date === null ? parts[0] : parts[1];
  const time = timePart === undefined ? undefined : TIME.exec(timePart);
  if (time === null || parts.length > (date === null ? 1 : 2)) {
    return undefined;
  }
  const [year, month, day] =
    date === null
      ? [near.getFullYear(), near.getMonth() + 1, near.getDate()]
      : [Number(date[1]), Number(date[2]), Number(date[3])];
  const [hour, minute, second] = [1, 2, 3].map((part) => Number(time?.[part] ?? 0)) as [
    number,
    number,
    number,
  ];
  const at = new Date(year, month - 1, day, hour, minute, second);
  const same =
    at.getFullYear() === year &&
    at.getMonth() === month - 1 &&
    at.getDate() === day &&
    at.getHours() === hour &&
    at.getMinutes() === minute &&
    at.getSeconds() === second;
  return same ? at : undefined;
}

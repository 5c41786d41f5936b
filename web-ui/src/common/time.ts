/** Times of day as the operator's browser has them: local, 24 hours, with the date first. */

const CLOCK = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const DAY = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
});

/** `14:05:09` */
export const clockWords = (at: Date): string => CLOCK.format(at);

/** `Wed, 25 Nov 2026` */
export const dayWords = (at: Date): string => DAY.format(at);

export const fullWords = (at: Date): string => `${dayWords(at)} ${clockWords(at)}`;

/** Local midnight before `at`. */
export function startOfDay(at: Date): Date {
  return new Date(at.getFullYear(), at.getMonth(), at.getDate());
}

/** Local midnight of the day `days` later; right also where the clock changes. */
export function addDays(at: Date, days: number): Date {
  return new Date(at.getFullYear(), at.getMonth(), at.getDate() + days);
}

/** `53 days`, `1 h 05 min`, `2 min 09 s`, `7 s` */
export function lengthWords(ms: number): string {
  const seconds = Math.round(ms / 1000);
  const two = (n: number) => String(n).padStart(2, '0');
  if (seconds >= 2 * 86_400) {
    return `${Math.round(seconds / 86_400)} days`;
  }
  if (seconds >= 3600) {
    return `${Math.floor(seconds / 3600)} h ${two(Math.floor(seconds / 60) % 60)} min`;
  }
  return seconds >= 60 ? `${Math.floor(seconds / 60)} min ${two(seconds % 60)} s` : `${seconds} s`;
}

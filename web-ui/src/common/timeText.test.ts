import { describe, expect, it } from 'vitest';
import { dateText, parseTimeText, timeText } from './timeText';

const near = new Date(2026, 10, 25, 14, 5, 9);
const parsed = (text: string) => {
  const at = parseTimeText(text, near);
  return at === undefined ? undefined : timeText(at);
};

describe('a typed time', () => {
  it('is read as it is written', () => {
    expect(timeText(near)).toBe('2026-11-25 14:05:09');
    expect(dateText(near)).toBe('2026-11-25');
    expect(parsed(timeText(near))).toBe('2026-11-25 14:05:09');
  });
  it.each([
    ['2026-11-24 07:30', '2026-11-24 07:30:00'],
    ['  2026-11-24T07:30:05 ', '2026-11-24 07:30:05'],
    ['2026-1-4 7:30', '2026-01-04 07:30:00'],
    ['7:30', '2026-11-25 07:30:00'],
    ['23:59:59', '2026-11-25 23:59:59'],
    ['2026-11-24', '2026-11-24 00:00:00'],
  ])('may be short: %s', (text, means) => expect(parsed(text)).toBe(means));
  it.each([
    '',
    'yesterday',
    '25',
    '24:00',
    '12:60',
    '2026-02-30 10:00',
    '2026-13-01',
    '10:00 2026-11-25',
    '2026-11-25 10:00 11:00',
    '2026-11-25 10',
    '02:05:09 PM',
    '11/25/2026 10:00',
  ])('may be none: "%s"', (text) => expect(parsed(text)).toBeUndefined());
});

import { expect, test } from 'vitest';
import { readGop } from './gop';

const HEAD = {
  codec: 'avc1.64001e',
  width: 640,
  height: 360,
  pictures: [
    { at: '2026-11-25T10:00:00.000Z', bytes: 3 },
    { at: '2026-11-25T10:00:00.066Z', bytes: 2 },
  ],
  before: '2026-11-25T09:59:58.000Z',
};

function answer(head: object, bytes: readonly number[]): ArrayBuffer {
  const line = new TextEncoder().encode(`${JSON.stringify(head)}\n`);
  return new Uint8Array([...line, ...bytes]).buffer;
}

test('pictures with their times, and where the group before begins', () => {
  const gop = readGop(answer(HEAD, [1, 2, 10, 4, 5])); // 10: a line feed within a picture
  expect(gop.pictures.map(({ bytes }) => [...bytes])).toEqual([
    [1, 2, 10],
    [4, 5],
  ]);
  expect(gop.pictures[1]?.at).toBe(Date.parse('2026-11-25T10:00:00.066Z'));
  expect(gop.before).toBe(Date.parse('2026-11-25T09:59:58.000Z'));
  expect(gop.pictureBytes).toBe(345_600);
});

test('the first group has none before it', () => {
  expect(readGop(answer({ ...HEAD, before: undefined }, [1, 2, 3, 4, 5])).before).toBeUndefined();
});

test('an answer that broke off is refused', () => {
  expect(() => readGop(answer(HEAD, [1, 2, 3, 4]))).toThrow(/came with/);
});

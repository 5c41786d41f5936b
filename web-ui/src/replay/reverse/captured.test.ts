import { beforeEach, expect, test } from 'vitest';
import { Backward } from './backward';
import { Captured } from './captured';
import type { Supply } from './play';

/** One megabyte each. */
const SIZE = { width: 512, height: 512 };
const KEPT = 30 * 2 ** 20;

let open: number;
let failures: number;
let readies: number;
let now: number;
let captured: Captured;
let backward: Backward<ImageBitmap>;
let supply: Supply;

beforeEach(() => {
  open = 0;
  failures = 0;
  now = 0;
  captured = new Captured(
    KEPT,
    () => failures++,
    () => now,
  );
  begin();
});

function begin(): void {
  readies = 0;
  backward = new Backward<ImageBitmap>((picture) => picture.close());
  supply = captured.supply(backward, () => readies++);
}

function copy(): Promise<ImageBitmap> {
  open++;
  return Promise.resolve({ ...SIZE, close: () => open-- } as unknown as ImageBitmap);
}

/** Pictures as the recorder sends them and the video shows them; their number is their time. */
async function come(...times: number[]): Promise<void> {
  for (const at of times) {
    now += 20;
    captured.tell(at, at);
    captured.take(at, copy());
    await Promise.resolve();
    await Promise.resolve();
  }
}

const group = (from: number, to: number) =>
  Array.from({ length: (to - from) / 100 }, (_, n) => from + 100 * n);

/** What is drawn while the clock goes from one time to another. */
function drawn(from: number, to: number): number[] {
  const times: number[] = [];
  for (let clock = from; clock > to; clock -= 20) {
    supply.need(clock);
    const taken = backward.take(clock);
    if (taken !== undefined) {
      times.push(taken.at);
      taken.picture.close();
    }
  }
  return times;
}

test('groups that come forward are drawn backward', async () => {
  await come(...group(10_000, 11_500), ...group(8000, 10_000), 6000);
  expect(drawn(11_500, 8000)).toEqual([...group(8000, 11_500)].reverse());
});

test('a group is drawn when it is there as a whole: the next one begins, or nothing more comes', async () => {
  await come(...group(10_000, 10_500));
  supply.need(10_500);
  expect(backward.count).toBe(0);
  now += 250;
  supply.need(10_500);
  expect(backward.count).toBe(5);
});

test('it begins with a second of pictures, or with two groups', async () => {
  await come(...group(10_000, 10_500), 8000);
  supply.need(10_500);
  expect([backward.count, readies]).toEqual([5, 0]);
  await come(...group(8100, 10_000), 6000);
  supply.need(10_500);
  expect(readies).toBe(1);

  begin();
  await come(...group(4000, 5500), 2000);
  supply.need(5500);
  expect(readies).toBe(1);
});

test('what was on its way since before a jump is not drawn', async () => {
  await come(...group(10_000, 11_000), ...group(8000, 10_000));
  drawn(11_000, 10_500);
  begin();
  await come(8000, 8100, ...group(60_000, 61_000), 58_000);
  expect(drawn(61_000, 60_000)).toEqual([...group(60_000, 61_000)].reverse());
});

test('the group beyond a gap is there when the clock jumps over it', async () => {
  await come(...group(60_000, 61_000), ...group(2000, 4000));
  now += 250;
  drawn(61_000, 60_000);
  begin();
  expect(drawn(3900, 2000)).toEqual([...group(2000, 4000)].reverse());
});

test('pictures that were not taken are missing, and nothing else', async () => {
  const taken = group(10_000, 11_000).filter((at) => at % 300 !== 0);
  await come(...taken, 8000);
  expect(drawn(11_000, 10_000)).toEqual(taken.reverse());
});

test('a picture waits until its time is told; one of before all this is left', async () => {
  captured.take(5, copy());
  captured.take(10_000, copy());
  await Promise.resolve();
  expect(open).toBe(2);
  captured.tell(10_000, 10_000);
  expect(open).toBe(1);
  now += 250;
  supply.need(10_100);
  expect(backward.count).toBe(1);
});

test('too many pictures for the memory: every second is kept', async () => {
  await come(...group(10_000, 14_000), 8000);
  supply.need(14_000);
  expect(backward.count).toBe(20);
});

test('a browser that shows too little is given up, but not before it can show anything', () => {
  const tell = (from: number) => Array.from({ length: 60 }, (_, n) => captured.tell(from + n, from + n));
  tell(1000);
  expect(failures).toBe(0);
  captured.take(2000, copy());
  tell(2000);
  expect(failures).toBe(1);
});

test('a browser that does not tell its pictures is given up after a while', () => {
  now = 6000;
  Array.from({ length: 60 }, (_, n) => captured.tell(n, n));
  expect(failures).toBe(1);
});

test('closed it keeps nothing', async () => {
  await come(...group(10_000, 11_000), 8000);
  captured.close();
  captured.take(8100, copy());
  await Promise.resolve();
  expect(open).toBe(0);
});

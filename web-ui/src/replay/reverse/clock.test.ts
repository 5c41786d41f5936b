import { expect, test } from 'vitest';
import { ReverseClock } from './clock';

/** A camera with nothing in sight. */
const one = { newest: undefined };

test('waits for the first pictures where the recorder began, then runs at its speed', () => {
  const clock = new ReverseClock();
  expect(clock.at(0)).toBeUndefined();
  clock.follow(100_000, -2, 0);
  expect(clock.at(300)).toBe(100_000);
  clock.ready(one, 400);
  clock.ready(one, 450); // its next group
  expect(clock.at(900)).toBe(99_000);
});

test('several cameras begin together, once each has pictures', () => {
  const clock = new ReverseClock();
  const [two, three] = [{ newest: undefined }, { newest: undefined }];
  [one, two, three].forEach((shows) => clock.join(shows));
  clock.follow(100_000, -1, 0);
  clock.ready(one, 300);
  clock.ready(two, 700);
  expect(clock.runs(900)).toBe(false);
  clock.ready(three, 1000);
  expect(clock.at(1500)).toBe(99_500);
});

test('a camera that does not come keeps the others for a second and a half', () => {
  const clock = new ReverseClock();
  [one, { newest: undefined }].forEach((shows) => clock.join(shows));
  clock.follow(100_000, -1, 0);
  clock.ready(one, 300);
  expect(clock.runs(1799)).toBe(false);
  expect(clock.at(2000)).toBe(99_800);
  clock.follow(98_000, -2, 2000);
  expect(clock.at(2100)).toBe(99_600);
});

test('keeps its distance to the recorder, whose answers come early or late', () => {
  const clock = new ReverseClock();
  clock.follow(100_000, -1, 0);
  const begun = clock.start;
  clock.ready(one, 500);
  clock.follow(98_800, -1, 1000);
  clock.follow(98_100, -1, 2000);
  expect(clock.at(2000)).toBe(98_500);
  expect(clock.start).toBe(begun);
});

test('begins anew where the recorder jumped: a gap, or a seek', () => {
  const clock = new ReverseClock();
  clock.follow(100_000, -1, 0);
  const begun = clock.start;
  clock.ready(one, 0);
  clock.follow(40_000, -1, 1000);
  expect(clock.start).toBe(begun + 1);
  expect(clock.runs(1000)).toBe(false);
  expect(clock.at(1500)).toBe(40_000);
  clock.ready(one, 1500);
  expect(clock.at(2500)).toBe(39_000);
});

test('another speed goes on from the picture in sight', () => {
  const clock = new ReverseClock();
  clock.follow(100_000, -1, 0);
  const begun = clock.start;
  clock.ready(one, 200);
  clock.follow(99_000, -2, 1200);
  expect(clock.at(1200)).toBe(99_000);
  expect(clock.at(1700)).toBe(98_000);
  expect(clock.start).toBe(begun);
});

test('halted it stands, whatever comes late; the next time it begins anew', () => {
  const clock = new ReverseClock();
  clock.follow(100_000, -1, 0);
  clock.ready(one, 0);
  expect(clock.halt(700)).toBe(99_300);
  clock.ready(one, 800);
  expect(clock.at(5000)).toBe(99_300);
  clock.follow(99_300, -1, 6000);
  clock.ready(one, 6100);
  expect(clock.at(6600)).toBe(98_800);
});

test('where it halts the pictures in sight are the newest again', () => {
  const clock = new ReverseClock();
  clock.follow(100_000, -1, 0);
  clock.ready(one, 0);
  clock.join({ newest: 99_250 });
  const leave = clock.join({ newest: 99_280 });
  clock.join({ newest: undefined });
  clock.join({ newest: 20_000 }); // nothing was recorded since
  expect(clock.halt(700)).toBe(99_280);
  leave();
  expect(clock.halt(700)).toBe(99_250);
});

import { expect, it } from 'vitest';
import { recordedIn, RecordedTimes } from './recordedTimes';

function times() {
  const shown: number[] = [];
  return { times: new RecordedTimes((at) => shown.push(at)), shown };
}

it('tells the time of the picture in sight', () => {
  const { times: one, shown } = times();
  one.tell(9000, 1000);
  one.tell(18000, 3000);
  one.present(9000);
  one.present(18000);
  expect(shown).toEqual([1000, 3000]);
});

it('waits for a time that comes after the picture', () => {
  const { times: one, shown } = times();
  one.present(9000);
  expect(shown).toEqual([]);
  one.tell(9000, 1000);
  expect(shown).toEqual([1000]);
});

it('knows a picture that was sent again, and one counted in seconds', () => {
  const { times: one, shown } = times();
  one.tell(9000, 1000);
  one.tell(18000, 2000);
  one.present(9090);
  one.present(17999.7);
  expect(shown).toEqual([1000, 2000]);
});

it('goes on where 32 bits end', () => {
  const { times: one, shown } = times();
  one.tell(2 ** 32 - 90, 1000);
  one.tell(2 ** 32 + 90, 2000);
  one.present(2 ** 32 - 90);
  one.present(90);
  expect(shown).toEqual([1000, 2000]);
});

it('shows nothing where a media server has counted the pictures anew', () => {
  const { times: one, shown } = times();
  one.tell(9000, 1000);
  one.present(2_000_000_000);
  one.present(4_000_000_000);
  expect(shown).toEqual([]);
});

it('reads what the recorder tells, and nothing else', () => {
  expect(recordedIn('{"ticks":5,"at":"1970-01-01T00:00:01.000Z"}')).toEqual({ ticks: 5, at: 1000 });
  expect(recordedIn('{"mime":"video/mp4"}')).toBeUndefined();
  expect(recordedIn('garbage')).toBeUndefined();
});

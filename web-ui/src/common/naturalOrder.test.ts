import { expect, test } from 'vitest';
import { byName } from './naturalOrder';

const named = (...names: string[]) => names.map((name, index) => ({ id: `id-${index}`, name }));
const order = (...names: string[]) => byName(named(...names)).map(({ name }) => name);

test('numbers in names are compared as numbers', () =>
  expect(order('Cam 10', 'Cam 2', 'Cam 1', 'Hall')).toEqual(['Cam 1', 'Cam 2', 'Cam 10', 'Hall']));

test('case and accents do not part what belongs together', () =>
  expect(order('zoo', 'Élevator', 'elevator 2', 'Yard', 'yard 2')).toEqual([
    'Élevator',
    'elevator 2',
    'Yard',
    'yard 2',
    'zoo',
  ]));

test('those of one name keep their order by id, and the list that was given stays as it was', () => {
  const list = [
    { id: 'b-10', name: 'Gate' },
    { id: 'b-2', name: 'Gate' },
  ];
  expect(byName(list).map(({ id }) => id)).toEqual(['b-2', 'b-10']);
  expect(list[0]?.id).toBe('b-10');
});

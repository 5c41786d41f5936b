import { describe, expect, it } from 'vitest';
import { fitting, gridOf, isLayout, LAYOUTS, neighbour, onPage, pagesOf } from './layouts';

describe('layouts', () => {
  it.each(LAYOUTS.map((n) => [n]))('%i has room for its tiles', (layout) => {
    const { columns, rows } = gridOf(layout);
    expect(columns * rows).toBeGreaterThanOrEqual(layout);
  });

  it('fit the number of cameras', () => {
    expect([0, 1, 2, 4, 5, 17, 32, 90].map(fitting)).toEqual([1, 1, 4, 4, 9, 25, 32, 32]);
  });

  it('are known by their count', () => {
    expect(isLayout(9)).toBe(true);
    expect(isLayout(10)).toBe(false);
    expect(isLayout('9')).toBe(false);
  });

  it('have pages when there are more cameras than tiles', () => {
    const cameras = ['a', 'b', 'c', 'd', 'e'];
    expect(pagesOf(5, 4)).toBe(2);
    expect(onPage(cameras, 4, 0)).toEqual(['a', 'b', 'c', 'd']);
    expect(onPage(cameras, 4, 1)).toEqual(['e']);
    expect(onPage(cameras, 9, 1)).toEqual(cameras);
    expect(onPage([], 4, 3)).toEqual([]);
  });
});

describe('arrow keys', () => {
  it('lead to the neighbour and stop at the edge', () => {
    expect(neighbour(0, 'ArrowRight', 2, 4)).toBe(1);
    expect(neighbour(0, 'ArrowDown', 2, 4)).toBe(2);
    expect(neighbour(0, 'ArrowUp', 2, 4)).toBe(0);
    expect(neighbour(3, 'ArrowRight', 2, 4)).toBe(3);
    expect(neighbour(1, 'Home', 2, 4)).toBe(1);
  });
});

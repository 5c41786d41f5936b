import { describe, expect, it } from 'vitest';
import { faster, QUICK_SPEEDS, shuttle, SPEEDS, speedWords } from './speeds';

describe('speeds', () => {
  it('go from −64 to 64 without standing still', () => {
    expect(SPEEDS).not.toContain(0);
    expect([...SPEEDS].sort((a, b) => a - b)).toEqual([...SPEEDS]);
    expect(QUICK_SPEEDS.every((speed) => SPEEDS.includes(speed))).toBe(true);
  });
  it('have words', () => expect([-8, 1, 64].map(speedWords)).toEqual(['−8×', '1×', '64×']));
  it('change step by step, also through the turn', () => {
    expect(faster(1, 1)).toBe(2);
    expect(faster(0.25, -1)).toBe(-1);
    expect(faster(64, 1)).toBe(64);
    expect(faster(-64, -1)).toBe(-64);
  });
  it('double with each touch of the same key', () => {
    expect(shuttle(1, false, 1)).toBe(1);
    expect(shuttle(1, true, 1)).toBe(2);
    expect(shuttle(8, true, -1)).toBe(-1);
    expect(shuttle(-1, true, -1)).toBe(-2);
    expect(shuttle(0.5, true, 1)).toBe(1);
  });
});

import { describe, expect, it } from 'vitest';
import { faster, QUICK_SPEEDS, SPEEDS, speedWords } from './speeds';

describe('speeds', () => {
  it('go from −64 to 64 without standing still, both ways alike', () => {
    expect(SPEEDS).not.toContain(0);
    expect([...SPEEDS].map((speed) => -speed).reverse()).toEqual([...SPEEDS]);
    expect(QUICK_SPEEDS.every((speed) => SPEEDS.includes(speed))).toBe(true);
  });
  it('have words', () => expect([-8, 1, 64].map(speedWords)).toEqual(['−8×', '1×', '64×']));
  it('change step by step, also through the turn', () => {
    expect(faster(1, 1)).toBe(2);
    expect(faster(1, -1)).toBe(-1);
    expect(faster(64, 1)).toBe(64);
    expect(faster(-64, -1)).toBe(-64);
    expect(faster(0.5, 1)).toBe(1);
  });
});

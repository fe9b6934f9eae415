import type { Readings } from './protocol.js';

/**
 * Says how two systems' readings differ by more than the tolerance, relative to the larger number, or undefined where
 * they agree.
 */
export function disagreement(
  actual: readonly Readings[],
  expected: readonly Readings[],
  tolerance: number,
): string | undefined {
  if (actual.length !== expected.length) return `has ${actual.length} readings, expected ${expected.length}`;
  for (const [turn, wanted] of expected.entries()) {
    const found = actual[turn] as Readings;
    const names = new Set([...Object.keys(wanted), ...Object.keys(found)]);
    for (const name of names) {
      const [a, b] = [found[name], wanted[name]];
      if (a === undefined || b === undefined) return `${name} is read by one of the two only`;
      const apart = Math.abs(a - b);
      if (apart <= tolerance * Math.max(Math.abs(a), Math.abs(b))) continue;
      return `at turn ${turn} ${name} is ${a}, expected ${b} (tolerance ${tolerance})`;
    }
  }
  return undefined;
}

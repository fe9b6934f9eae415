import fc from 'fast-check';

/** Draws that repeat. */
export function sampled<T>(arbitrary: fc.Arbitrary<T>, count = 200): T[] {
  return fc.sample(arbitrary, { numRuns: count, seed: 5 });
}

/** What the smallest counterexample shrinks to, for a property that fails where the condition holds. */
export function minimal<T>(arbitrary: fc.Arbitrary<T>, condition: (value: T) => boolean): T {
  const { counterexample } = fc.check(
    fc.property(arbitrary, (value) => !condition(value)),
    { seed: 5, numRuns: 1000 },
  );
  if (counterexample === null) throw new Error('nothing that was drawn met the condition');
  return counterexample[0];
}

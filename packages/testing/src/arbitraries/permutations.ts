import fc from 'fast-check';

/**
 * Permutations of 0 … n − 1, as `permute` takes them. They shrink towards the identity.
 *
 * Drawn as a Lehmer code: number i of it picks one of the n − i indices that are left.
 */
export function permutations(n: number): fc.Arbitrary<number[]> {
  return fc.tuple(...Array.from({ length: n }, (_, index) => fc.nat({ max: n - 1 - index }))).map((code) => {
    const left = code.map((_, index) => index);
    return code.map((pick) => left.splice(pick, 1)[0] as number);
  });
}

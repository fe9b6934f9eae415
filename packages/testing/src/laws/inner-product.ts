/** ⟨a, b⟩, and the sum of the magnitudes of its terms: what its rounding error is relative to. */
export function innerProduct(
  a: readonly Float64Array[],
  b: readonly Float64Array[],
): { readonly value: number; readonly magnitude: number } {
  let value = 0;
  let magnitude = 0;
  a.forEach((left, position) => {
    const right = b[position] as Float64Array;
    left.forEach((each, index) => {
      const term = each * (right[index] as number);
      value += term;
      magnitude += Math.abs(term);
    });
  });
  return { value, magnitude };
}

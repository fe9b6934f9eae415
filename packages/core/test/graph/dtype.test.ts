import { type DType, dtypes, isFloat, type Promote, promote, promotion } from '@adjoint/core';
import { describe, expect, expectTypeOf, it } from 'vitest';

describe('promotion', () => {
  it('is that of PyTorch: the wider kind wins, and inside of a kind the wider dtype', () => {
    const ranks: Record<DType, number> = { bool: 0, uint8: 1, int32: 2, float32: 3, float64: 4 };
    for (const a of dtypes) {
      for (const b of dtypes) expect(promote(a, b)).toBe(ranks[a] > ranks[b] ? a : b);
    }
    expect(Object.keys(promotion).sort()).toEqual([...dtypes].sort());
  });

  it('is the same for the compiler', () => {
    expectTypeOf<Promote<'uint8', 'int32'>>().toEqualTypeOf<'int32'>();
    expectTypeOf<Promote<'float32', 'int32'>>().toEqualTypeOf<'float32'>();
    expectTypeOf<Promote<'bool', 'uint8'>>().toEqualTypeOf<'uint8'>();
  });

  it('gives gradients to floats alone', () => {
    expect(dtypes.filter(isFloat)).toEqual(['float32', 'float64']);
  });
});

import {
  type AnyTensor,
  add,
  atan2,
  type DType,
  div,
  eq,
  floorDivide,
  fmod,
  fromArray,
  full,
  ge,
  gt,
  hypot,
  jvp,
  le,
  logaddexp,
  lt,
  maximum,
  minimum,
  mul,
  ne,
  pow,
  print,
  remainder,
  sub,
  tensor,
  Variable,
  vjp,
  vmap,
} from '@adjoint/core';
import { describe, expect, it } from 'vitest';

type Binary = (x: AnyTensor | number, y: AnyTensor | number) => AnyTensor;

/** A number operand against the same number as a tensor, which takes another way through the ops. */
const functions = Object.entries({
  add,
  atan2,
  div,
  eq,
  floorDivide,
  fmod,
  ge,
  gt,
  hypot,
  le,
  logaddexp,
  lt,
  maximum,
  minimum,
  mul,
  ne,
  pow,
  remainder,
  sub,
}) as unknown as [string, Binary][];

const values = [-2.5, -1, 0.1, 0.3, 1, 2, 3.7];
const floats: readonly DType[] = ['float32', 'float64'];
const dtypes: readonly DType[] = [...floats, 'int32'];

const data = (dtype: DType): AnyTensor =>
  dtype === 'int32' ? tensor([1, 2, 3, 4, 5, 6, 7], 'int32') : tensor(values, dtype);
const filled = (like: AnyTensor, value: number): AnyTensor => full(like.shape, value, like.dtype);
const bits = (x: AnyTensor): number[] => [...x.dataSync()];

describe.each(functions)('%s of a tensor and a number', (name, f) => {
  it.each(dtypes)('is what it is with a tensor of that number, in %s', (dtype) => {
    const x = data(dtype);
    for (const number of dtype === 'int32' ? [1, 3] : [0.1, 2, 3.7]) {
      const right = f(x, number);
      expect(right.dtype).toBe(f(x, filled(x, number)).dtype);
      // A number as the exponent has an expression of its own, so it is the same up to rounding.
      if (name !== 'pow') expect(bits(right)).toEqual(bits(f(x, filled(x, number))));
      expect(bits(f(number, x))).toEqual(bits(f(filled(x, number), x)));
    }
  });

  it.each(floats)('has its gradient, too, in %s', (dtype) => {
    const x = data(dtype);
    for (const number of [0.4, 2]) {
      for (const [given, expected] of [
        [(each: AnyTensor) => f(each, number), (each: AnyTensor) => f(each, filled(each, number))],
        [(each: AnyTensor) => f(number, each), (each: AnyTensor) => f(filled(each, number), each)],
      ] as const) {
        if (name === 'pow' && given(x).op.name === 'pow' && given(x).inputs.length === 1) continue;
        const [value, pullback] = vjp(given, x);
        if (value.dtype === 'bool') continue;
        const [, expectedPullback] = vjp(expected, x);
        const cotangent = tensor([1, -2, 3, 0.5, 2, 7, 0.1], dtype) as AnyTensor;
        expect(bits(pullback(cotangent)[0])).toEqual(bits(expectedPullback(cotangent)[0]));
        const [, tangent] = jvp(given, [x], [cotangent]);
        expect(bits(tangent)).toEqual(bits(jvp(expected, [x], [cotangent])[1]));
      }
    }
  });

  it('is batched', () => {
    const x = data('float64');
    expect(bits(vmap((each: AnyTensor) => f(each, 2))(x as never) as AnyTensor)).toEqual(bits(f(x, 2)));
    expect(bits(vmap((each: AnyTensor) => f(2, each))(x as never) as AnyTensor)).toEqual(bits(f(2, x)));
  });
});

describe('a number operand', () => {
  it('takes no node of its own', () => {
    const x = fromArray(Float32Array.of(1, 2), [2]);
    expect(print(x.mul(3))).toBe('%0 = source() float32 [2]\n%1 = mul(%0) {right: 3} float32 [2]');
    expect(print(sub(1, x))).toBe('%0 = source() float32 [2]\n%1 = sub(%0) {left: 1} float32 [2]');
    const chosen = print(x.gt(1).where(x, 0));
    expect(chosen.split('\n').map((line) => line.replace(/.*= (\w+).*/, '$1'))).toEqual(['source', 'gt', 'where']);
  });

  it('is rounded as an element is', () => {
    expect(bits(tensor([0.1]).eq(0.1))).toEqual([1]);
    expect(bits(tensor([0.1], 'float64').eq(0.1))).toEqual([1]);
    expect(bits(tensor([0.1]).cast('float64').eq(0.1))).toEqual([0]);
    expect(tensor([1]).mul(0.1).attributes).toEqual({ right: Math.fround(0.1) });
    expect(bits(tensor([1], 'int32').add(2 ** 31))).toEqual([-(2 ** 31) + 1]);
  });

  it('turns integers into floats where it is a fraction', () => {
    const x = tensor([1, 2], 'int32');
    expect(bits(x.mul(0.5))).toEqual([0.5, 1]);
    expect(bits(sub(0.5, x))).toEqual([-0.5, -1.5]);
    expect(x.div(2).dtype).toBe('float32');
  });

  it('goes with a Variable', () => {
    const w = new Variable(tensor([1, 2]));
    const loss = w.mul(3).sub(1).sum();
    loss.backward();
    expect(loss.item()).toBe(7);
    expect(bits(w.grad as AnyTensor)).toEqual([3, 3]);
  });

  it('is chosen on either side of where', () => {
    const condition = tensor([true, false, true]);
    const x = tensor([1, 2, 3], 'float64');
    expect(bits(condition.where(x, 0.1))).toEqual([1, 0.1, 3]);
    expect(bits(condition.where(0.1, x))).toEqual([0.1, 2, 0.1]);
    expect(bits(condition.where(0.5, -0))).toEqual([0.5, -0, 0.5]);
    expect(bits(condition.where(tensor([1, 2, 3], 'int32'), 7))).toEqual([1, 7, 3]);
    const batched = vmap((each: AnyTensor) => each.gt(1).where(each, 5))(x as never) as AnyTensor;
    expect(bits(batched)).toEqual([5, 2, 3]);
  });
});

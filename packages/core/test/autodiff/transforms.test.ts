import { type AnyTensor, customVjp, grad, hessian, hvp, jacobian, jvp, type Tensor, tensor, vmap } from '@adjoint/core';
import { describe, expect, it } from 'vitest';

const x = tensor([1, 2, 3]);

describe('jvp', () => {
  it('pushes a tangent forward', () => {
    const [value, tangent] = jvp(
      (a: Tensor, b: Tensor) => a.mul(b),
      [x, tensor([4, 5, 6])],
      [tensor([1, 0, 0]), tensor([0, 1, 0])],
    );
    expect(value.toArray()).toEqual([4, 10, 18]);
    expect(tangent.toArray()).toEqual([4, 2, 0]);
  });

  it('gives a zero tangent to a constant result', () => {
    const [, tangent] = jvp((_: Tensor) => tensor([5, 5]), [x], [x]);
    expect(tangent.toArray()).toEqual([0, 0]);
  });

  it('differentiates again', () => {
    const directional = (each: Tensor): Tensor =>
      jvp((a: Tensor) => a.mul(a).mul(a).sum(), [each], [tensor([1, 1, 1])])[1] as Tensor;
    expect(grad(directional)(x).toArray()).toEqual([6, 12, 18]);
  });

  it('refuses tangents that do not fit', () => {
    expect(() => jvp((a: Tensor) => a, [x], [tensor([1])])).toThrow(/does not fit/);
  });
});

describe('vmap', () => {
  const batch = tensor([
    [1, 2, 3],
    [4, 5, 6],
  ]);

  it('maps over the first axis, or others', () => {
    expect(vmap((a: Tensor) => a.mul(2).sum())(batch).toArray()).toEqual([12, 30]);
    expect(vmap((a: Tensor) => a.sum(), { in: 1 })(batch).toArray()).toEqual([5, 7, 9]);
    expect(vmap((a: Tensor) => a.mul(2), { in: 1, out: 1 })(batch).toArray()).toEqual([
      [2, 4, 6],
      [8, 10, 12],
    ]);
  });

  it('shares arguments without an axis, and repeats results that depend on no example', () => {
    expect(vmap((a: Tensor, b: Tensor) => a.mul(b).sum(), { in: [0, null] })(batch, x).toArray()).toEqual([14, 32]);
    expect(vmap((_: Tensor) => x)(batch).toArray()).toEqual([
      [1, 2, 3],
      [1, 2, 3],
    ]);
  });

  it('nests, and goes through grad and is gone through by it', () => {
    const pairwise = vmap((a: Tensor) => vmap((b: Tensor) => a.mul(b).sum())(batch) as Tensor)(batch);
    expect(pairwise.toArray()).toEqual([
      [14, 32],
      [32, 77],
    ]);
    const perExample = vmap((a: Tensor) => grad((each: Tensor) => each.mul(each).sum())(a))(batch) as AnyTensor;
    expect(perExample.toArray()).toEqual([
      [2, 4, 6],
      [8, 10, 12],
    ]);
    const summed = grad((each: Tensor) => (vmap((a: Tensor) => a.mul(a).sum())(each) as AnyTensor).sum() as Tensor)(
      batch,
    );
    expect(summed.toArray()).toEqual([
      [2, 4, 6],
      [8, 10, 12],
    ]);
  });

  it('refuses to read what depends on an example, naming the remedy', () => {
    expect(() => vmap((a: Tensor) => a.mul(a.sum().item() as number))(batch)).toThrow(
      /vmap: .*no value inside.*where/s,
    );
  });

  it('refuses arguments that disagree on the number of examples', () => {
    expect(() => vmap((a: Tensor, b: Tensor) => a.sum().add(b.sum()))(batch, tensor([1, 2, 3]))).toThrow(
      /2 examples.*3/,
    );
    expect(() => vmap((a: Tensor) => a, { in: null })(batch)).toThrow(/no argument has an example axis/);
    expect(() => vmap((a: Tensor) => a, { in: [0, 0] })(batch)).toThrow(/2 axes in `in` for 1 arguments/);
  });
});

describe('customVjp', () => {
  const reversed = customVjp(
    (a: Tensor) => a.mul(a),
    ({ cotangent, inputs: [a] }) => [cotangent.mul(a as AnyTensor).mul(-2)],
  );

  it('takes the value from the function and the gradient from the rule', () => {
    expect(reversed(x).toArray()).toEqual([1, 4, 9]);
    expect(grad((a: Tensor) => reversed(a).sum() as Tensor)(x).toArray()).toEqual([-2, -4, -6]);
  });

  it('differentiates the rule again', () => {
    const first = (a: Tensor): Tensor => grad((b: Tensor) => reversed(b).sum() as Tensor)(a).sum() as Tensor;
    expect(grad(first)(x).toArray()).toEqual([-2, -2, -2]);
  });

  it('is batched by vmap, rule and all', () => {
    const batch = tensor([[1], [2]]);
    const each = vmap((a: Tensor) => grad((b: Tensor) => reversed(b).sum() as Tensor)(a))(batch) as AnyTensor;
    expect(each.toArray()).toEqual([[-2], [-4]]);
    const whole = grad((a: Tensor) => (vmap((b: Tensor) => reversed(b))(a) as AnyTensor).sum() as Tensor)(batch);
    expect(whole.toArray()).toEqual([[-2], [-4]]);
  });

  it('is refused by forward mode unless it is declared linear', () => {
    expect(() => jvp(reversed, [x as Tensor], [x])).toThrow(/jvp: cannot pass through 'customVjp'.*linear: true/s);
    const linear = customVjp(
      (a: Tensor) => a.mul(3),
      ({ cotangent }) => [cotangent.mul(3)],
      { linear: true },
    );
    expect(jvp(linear as (a: Tensor) => Tensor, [x as Tensor], [x])[1].toArray()).toEqual([3, 6, 9]);
  });

  it('refuses a rule that returns too few cotangents, or one that does not fit', () => {
    const few = customVjp(
      (a: Tensor, b: Tensor) => a.mul(b),
      ({ cotangent }) => [cotangent],
      { name: 'few' },
    );
    expect(() => grad((a: Tensor) => few(a, x).sum() as Tensor)(x)).toThrow(
      /few: the rule returned 1 cotangents for 2 inputs/,
    );
    const wrong = customVjp(
      (a: Tensor) => a.mul(2),
      ({ cotangent }) => [cotangent.sum()],
      { name: 'wrong' },
    );
    expect(() => grad((a: Tensor) => wrong(a).sum() as Tensor)(x)).toThrow(/float32 \[\] for input 0.*float32 \[3\]/);
  });
});

describe('jacobian, hessian, hvp', () => {
  it('gives the matrices', () => {
    expect(jacobian((a: Tensor<[3]>) => a.mul(a))(x).toArray()).toEqual([
      [2, 0, 0],
      [0, 4, 0],
      [0, 0, 6],
    ]);
    const f = (a: Tensor<[3]>): Tensor => a.mul(a).mul(a).sum() as Tensor;
    expect(hessian(f)(x).toArray()).toEqual([
      [6, 0, 0],
      [0, 12, 0],
      [0, 0, 18],
    ]);
    expect(hvp(f)(x, tensor([1, 10, 100])).toArray()).toEqual([6, 120, 1800]);
  });

  it('refuse results that have no derivative, and several', () => {
    expect(() => jacobian((a: Tensor) => a.argmax())(x)).toThrow(/jacobian: the result is int32/);
    expect(() => jacobian(((a: Tensor) => [a, a]) as never)(x)).toThrow(/one tensor, it returned 2/);
  });
});

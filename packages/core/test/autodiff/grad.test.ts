import { type AnyTensor, grad, stopGradient, type Tensor, tensor, Variable, valueAndGrad, vjp } from '@adjoint/core';
import { describe, expect, it } from 'vitest';

const product = (x: Tensor, y: Tensor): Tensor => x.mul(y).sum();

describe('grad', () => {
  it('differentiates by the first argument', () => {
    expect(grad(product)(tensor([1, 2]), tensor([3, 4])).toArray()).toEqual([3, 4]);
  });

  it('tells an argument apart from other uses of the same tensor: x · ∂/∂y(x·y) at y = x', () => {
    const x = tensor(3);
    const f = (each: Tensor): Tensor => each.mul(grad((y: Tensor) => each.mul(y))(each)) as Tensor;
    expect(f(x).item()).toBe(9);
    expect(grad(f)(x).item()).toBe(6);
    const captured = grad((y: Tensor) => x.mul(y))(x);
    expect(captured.item()).toBe(3);
  });

  it('gives each of two arguments its own part, also where both are one tensor', () => {
    const x = tensor(3);
    const gradients = grad(({ a, b }: { a: Tensor; b: Tensor }) => a.mul(a).mul(b))({ a: x, b: x });
    expect(gradients.a.item()).toBe(18);
    expect(gradients.b.item()).toBe(9);
  });

  it('goes to any order', () => {
    const cube = (x: Tensor): Tensor => x.mul(x).mul(x) as Tensor;
    const x = tensor(2);
    const second = grad((each: Tensor) => grad(cube)(each) as Tensor);
    const third = grad((each: Tensor) => second(each) as Tensor);
    expect(grad(cube)(x).item()).toBe(12);
    expect(second(x).item()).toBe(12);
    expect(third(x).item()).toBe(6);
    expect(grad((each: Tensor) => third(each) as Tensor)(x).item()).toBe(0);
  });

  it('takes and returns trees', () => {
    const parameters = { layers: [tensor([1, 2]), tensor([3, 4])], scale: tensor(2) };
    const f = (p: typeof parameters): Tensor =>
      p.layers[0]
        ?.mul(p.layers[1] as AnyTensor)
        .mul(p.scale)
        .sum() as Tensor;
    const gradients = grad(f)(parameters);
    expect(gradients.layers.map((each) => each.toArray())).toEqual([
      [6, 8],
      [2, 4],
    ]);
    expect(gradients.scale.item()).toBe(11);
  });

  it('returns zeros for what the result does not depend on', () => {
    const gradients = grad(({ a }: { a: Tensor; unused: Tensor }) => a.sum())({
      a: tensor([1]),
      unused: tensor([5, 6]),
    });
    expect(gradients.unused.toArray()).toEqual([0, 0]);
  });

  it('lets values be read inside, so control flow can depend on them', () => {
    const f = (x: Tensor): Tensor => ((x.sum().item() as number) > 0 ? x.mul(2) : x.mul(3)).sum() as Tensor;
    expect(grad(f)(tensor([1, 1])).toArray()).toEqual([2, 2]);
    expect(grad(f)(tensor([-1, -1])).toArray()).toEqual([3, 3]);
  });

  it('takes a Variable as an argument, and others as constants', () => {
    const w = new Variable(tensor([1, 2]));
    const v = new Variable(tensor([3, 4]));
    expect(grad((each: Tensor) => each.mul(v).sum())(w).toArray()).toEqual([3, 4]);
    expect(v.grad).toBeNull();
  });

  it('stops at stopGradient', () => {
    expect(grad((x: Tensor) => x.mul(stopGradient(x)).sum())(tensor([3])).toArray()).toEqual([3]);
  });

  it('refuses integers, results that are no scalar, and things that are no tensor', () => {
    expect(() => grad(product)(tensor([1, 2], 'int32'), tensor([1, 2]))).toThrow(/cannot differentiate by int32 \[2\]/);
    expect(() => grad((x: Tensor) => x)(tensor([1, 2]))).toThrow(/one scalar, it returned \[2\]/);
    expect(() => grad((x: { a: Tensor }) => x.a)({ a: 5 as unknown as Tensor })).toThrow(/expected a tensor at \.a/);
  });
});

describe('valueAndGrad', () => {
  it('returns both', () => {
    const [value, gradient] = valueAndGrad(product)(tensor([1, 2]), tensor([3, 4]));
    expect(value.item()).toBe(11);
    expect(gradient.toArray()).toEqual([3, 4]);
  });
});

describe('vjp', () => {
  it('pulls cotangents back any number of times, also after the value was read', () => {
    const [value, pullback] = vjp((x: Tensor, y: Tensor) => x.mul(y), tensor([1, 2]), tensor([3, 4]));
    expect(value.toArray()).toEqual([3, 8]);
    for (const scale of [1, 10]) {
      const [dx, dy] = pullback(tensor([scale, 0]));
      expect(dx.toArray()).toEqual([3 * scale, 0]);
      expect(dy.toArray()).toEqual([scale, 0]);
    }
  });

  it('captures the value that a Variable has as cotangent', () => {
    const w = new Variable(tensor([1, 2]));
    const [gradient] = vjp((a: Tensor) => a, tensor([3, 4]))[1](w);
    w.assign(tensor([5, 6]));
    expect(gradient.toArray()).toEqual([1, 2]);
  });

  it('refuses cotangents that do not fit', () => {
    const [, pullback] = vjp((x: Tensor) => x.mul(2), tensor([1, 2]));
    expect(() => pullback(tensor([1, 2, 3]))).toThrow(
      /cotangent of float32 \[3\] does not fit a result of float32 \[2\]/,
    );
  });
});

describe('long graphs', () => {
  it('differentiates a chain of 100,000 ops without recursion', () => {
    const length = 100_000;
    const f = (x: Tensor): Tensor => {
      let y: AnyTensor = x;
      for (let i = 0; i < length; i++) y = y.add(x);
      return y as Tensor;
    };
    expect(grad(f)(tensor(1)).item()).toBe(length + 1);
  });

  it('does so with backward, through a Variable', () => {
    const w = new Variable(tensor(1));
    let y: AnyTensor = w;
    for (let i = 0; i < 100_000; i++) y = y.mul(1);
    y.backward();
    expect(w.grad?.item()).toBe(1);
  });
});

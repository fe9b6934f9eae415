import {
  type AnyTensor,
  budget,
  evaluate,
  grad,
  step,
  type Tensor,
  tensor,
  Variable,
  vmap,
  zeroGrad,
} from '@adjoint/core';
import { afterEach, describe, expect, it } from 'vitest';
import { recent } from '../../src/graph/node.js';

const initialBudget = { ...budget };
afterEach(() => {
  Object.assign(budget, initialBudget);
});

/** One step of gradient descent w ← w − η ∂L/∂w. */
function descend(w: Variable, loss: AnyTensor, learningRate: number): void {
  zeroGrad([w]);
  loss.backward();
  step([[w, w.add((w.grad as AnyTensor).mul(-learningRate))]]);
}

describe('reading around a step', () => {
  it('gives what was built before the step its value from before it', () => {
    const w = new Variable(tensor([1, 2]));
    const logits = w.mul(3);
    const loss = logits.sum();
    descend(w, loss, 0.5);
    expect(w.toArray()).toEqual([-0.5, 0.5]);
    expect(loss.item()).toBe(9);
    expect(logits.toArray()).toEqual([3, 6]);
  });

  it('ends with a clear error where the value is older than two steps and nobody read it', () => {
    const w = new Variable(tensor([1, 2]), { name: 'layer.weight' });
    const logits = w.mul(3);
    logits.sum();
    step([[w, tensor([5, 5])]]);
    expect(logits.add(1).toArray()).toEqual([4, 7]);
    const again = logits.add(2);
    again.add(1);
    const inner = w.mul(7);
    inner.add(1);
    step([[w, tensor([6, 6])]]);
    step([[w, tensor([7, 7])]]);
    expect(() => inner.mul(2).toArray()).toThrow(
      /'layer.weight' that two later steps have replaced.*evaluate\(tensor\)/s,
    );
  });

  it('keeps what was evaluated before the step', () => {
    const w = new Variable(tensor(2));
    const inner = w.mul(3);
    inner.add(1);
    evaluate({ inner });
    for (let i = 0; i < 4; i++) step([[w, w.add(1)]]);
    expect(inner.item()).toBe(6);
  });

  it('computes what is about to expire, is unread and feeds nothing', () => {
    const w = new Variable(tensor(1));
    const metrics: AnyTensor[] = [];
    for (let i = 0; i < 10; i++) {
      const loss = w.mul(w);
      metrics.push(w.mul(100));
      descend(w, loss, 0.25);
    }
    expect(metrics.map((metric) => metric.item())).toEqual(Array.from({ length: 10 }, (_, i) => 100 * 0.5 ** i));
  });

  it('keeps the losses that backward was called on', () => {
    const w = new Variable(tensor(1));
    const losses: AnyTensor[] = [];
    let total: AnyTensor = tensor(0);
    for (let i = 0; i < 10; i++) {
      const loss = w.mul(w);
      losses.push(loss);
      total = total.add(loss);
      descend(w, loss, 0.25);
    }
    expect(losses.map((loss) => loss.item())).toEqual(Array.from({ length: 10 }, (_, i) => 0.25 ** i));
    expect(total.item()).toBeCloseTo((1 - 0.25 ** 10) / 0.75, 6);
  });

  it.each([
    ['is read at every step', (mean: AnyTensor, _: number) => mean.item()],
    ['is read at some steps', (mean: AnyTensor, i: number) => i % 3 === 1 && mean.item()],
    ['is read once', (mean: AnyTensor, i: number) => i === 1 && mean.item()],
    ['is never read', () => {}],
  ])('keeps a running metric whose mean %s', (_, show) => {
    for (const trained of [true, false]) {
      const w = new Variable(tensor([1, 2]), { trainable: trained });
      let total: AnyTensor = tensor(0);
      let expected = 0;
      for (let i = 0; i < 40; i++) {
        total = total.add(w.square().sum());
        expected += w.square().sum().item();
        show(total.div(i + 1), i);
        step([[w, w.mul(0.9)]]);
      }
      expect(total.item()).toBeCloseTo(expected, 4);
    }
  });

  it('keeps it where two optimizers take turns', () => {
    const v = new Variable(tensor(1));
    const w = new Variable(tensor(1));
    let total: AnyTensor = tensor(0);
    for (let i = 0; i < 40; i++) {
      total = total.add(w);
      total.div(2);
      step([[v, v.mul(2)]]);
      step([[w, w.add(1)]]);
    }
    expect(total.item()).toBe(820);
  });

  it('keeps gradients that nobody zeroes', () => {
    const w = new Variable(tensor(1));
    for (let i = 0; i < 6; i++) {
      w.mul(3).backward();
      step([[w, w.add(1)]]);
    }
    expect(w.grad?.item()).toBe(18);
  });
});

describe('all or nothing', () => {
  it('leaves values, gradients and pending assignments as they were after an error', () => {
    const w = new Variable(tensor([1, 2]));
    const counter = new Variable(tensor(0), { trainable: false });
    const index = new Variable(tensor([7], 'int32'), { trainable: false });
    w.sum().backward();
    counter.assign(counter.add(1));
    const failing = w.take(index.add(0)).sum();
    expect(() => step([[w, w.add(failing)]])).toThrow(/7/);
    expect(w.toArray()).toEqual([1, 2]);
    expect(w.grad?.toArray()).toEqual([1, 1]);
    expect(counter.item()).toBe(1);
    step([[w, w.add(1)]]);
    expect(w.toArray()).toEqual([2, 3]);
    expect(counter.item()).toBe(1);
  });

  it('is not made to fail again and again by an unread tensor that cannot be computed', () => {
    const w = new Variable(tensor([1, 2]));
    const index = new Variable(tensor([7], 'int32'), { trainable: false });
    w.take(index.add(0)).sum();
    step([[w, w.add(1)]]);
    expect(() => step([[w, w.add(1)]])).toThrow(/take: index 7/);
    expect(w.toArray()).toEqual([2, 3]);
    step([[w, w.add(1)]]);
    expect(w.toArray()).toEqual([3, 4]);
  });

  it('is not made to fail by what a transform left behind', () => {
    const v = new Variable(tensor(2));
    expect(vmap((x: Tensor) => x.mul(v))(tensor([1, 2])).toArray()).toEqual([2, 4]);
    for (const value of [3, 4, 5]) step([[v, tensor(value)]]);
    expect(v.item()).toBe(5);
  });

  it('says which pending assignment cannot be computed, and goes on once it is replaced', () => {
    const w = new Variable(tensor([1, 2]));
    const broken = new Variable(tensor([0, 0]), { name: 'statistics', trainable: false });
    const index = new Variable(tensor([7, 7], 'int32'), { trainable: false });
    broken.assign(w.take(index.add(0)));
    expect(() => step([[w, w.add(1)]])).toThrow(
      /value assigned to the Variable 'statistics' cannot be computed: take: index 7/,
    );
    expect(w.toArray()).toEqual([1, 2]);
    broken.assign(tensor([5, 5]));
    step([[w, w.add(1)]]);
    expect([w.toArray(), broken.toArray()]).toEqual([
      [2, 3],
      [5, 5],
    ]);
  });

  it('refuses two new values for one Variable', () => {
    const w = new Variable(tensor(1), { name: 'w' });
    expect(() =>
      step([
        [w, tensor(2)],
        [w, tensor(3)],
      ]),
    ).toThrow(/'w' is given two new values/);
    expect(w.item()).toBe(1);
  });

  it('refuses an update that does not fit before it touches any Variable', () => {
    const w = new Variable(tensor([1, 2]));
    const v = new Variable(tensor(1));
    expect(() =>
      step([
        [v, tensor(2)],
        [w, tensor(2)],
      ]),
    ).toThrow(/cannot hold/);
    expect(v.item()).toBe(1);
  });
});

describe('letting go', () => {
  it('looks at few nodes a step, however long training lasts', () => {
    const w = new Variable(tensor(1));
    let running: AnyTensor = tensor(0);
    const sizes: number[] = [];
    for (let i = 0; i < 200; i++) {
      const loss = w.mul(w).mul(0.5);
      running = running.add(loss);
      descend(w, loss, 0.01);
      sizes.push(recent.nodes.length);
    }
    expect(Math.max(...sizes.slice(100))).toBeLessThanOrEqual(Math.max(...sizes.slice(0, 100)));
    expect(running.item()).toBeGreaterThan(0);
  });

  it('evaluates by itself a lazy graph that nobody reads, past the budget of nodes', () => {
    budget.nodes = 1000;
    const one = tensor(1);
    let sum: AnyTensor = tensor(0);
    for (let i = 0; i < 5000; i++) sum = sum.add(one);
    let depth = 0;
    for (let node: AnyTensor | undefined = sum; node !== undefined; node = node.inputs[0]) depth++;
    expect(depth).toBeLessThan(1100);
    expect(sum.item()).toBe(5000);
  });

  it('leaves alone what is young beside it, so that it can be differentiated', () => {
    budget.nodes = 100;
    const w = new Variable(tensor([1, 2]));
    const offset = tensor([1, 1]).mul(2);
    for (let i = 0; i < 200; i++) tensor(i).neg();
    w.mul(3).mul(offset).sum().backward();
    expect(w.grad?.toArray()).toEqual([6, 6]);
  });

  it('says so where a graph past the budget is to be differentiated', () => {
    budget.nodes = 100;
    let y: AnyTensor = new Variable(tensor(1));
    for (let i = 0; i < 200; i++) y = y.mul(1);
    expect(() => y.backward()).toThrow(/let go.*raise `budget`/);
  });

  it('does so past the budget of host bytes', () => {
    budget.bytes = 100_000;
    let sum: AnyTensor = tensor(new Array<number>(1000).fill(0));
    for (let i = 0; i < 500; i++) sum = sum.add(tensor(new Array<number>(1000).fill(1)));
    let depth = 0;
    for (let node: AnyTensor | undefined = sum; node !== undefined; node = node.inputs[0]) depth++;
    expect(depth).toBeLessThan(60);
    expect(sum.toArray()).toEqual(new Array(1000).fill(500));
  });

  it('forgets what inference leaves behind, without any step', () => {
    budget.keptBytes = 100_000;
    const w = new Variable(tensor(new Array<number>(100).fill(2)));
    for (let i = 0; i < 3000; i++)
      w.mul(tensor(new Array<number>(100).fill(i)))
        .sum()
        .item();
    expect(recent.nodes.length).toBeLessThan(2500);
  });

  it('does not recompute a functional training loop from its start at every read', () => {
    const square = (x: Tensor): Tensor<[]> => x.mul(x).sum();
    let x: Tensor = tensor([1, 2, 3]);
    let longest = 0;
    for (let i = 0; i < 300; i++) {
      x = x.add(grad(square)(x).mul(-0.001));
      square(x).item();
      longest = Math.max(longest, depthOf(x));
    }
    expect(longest).toBeLessThan(100);
  });
});

/** The longest chain of nodes without a value below a tensor. */
function depthOf(x: AnyTensor): number {
  const depths = new Map<AnyTensor, number>();
  const visit = (node: AnyTensor): number => {
    if (node.value !== undefined) return 0;
    const known = depths.get(node);
    if (known !== undefined) return known;
    const depth = 1 + Math.max(0, ...node.inputs.map(visit));
    depths.set(node, depth);
    return depth;
  };
  return visit(x);
}

import { fromArray, ones, step, type Tensor, tensor, Variable, vmap, zeroGrad } from '@adjoint/core';
import { describe, expect, it } from 'vitest';
import { countRuns } from './counting-backend.js';

describe('values', () => {
  it('copies host data in, so that a later write changes nothing', () => {
    const array = new Float32Array([1, 2]);
    const x = fromArray(array, [2]);
    array[0] = 100;
    expect(x.toArray()).toEqual([1, 2]);
  });

  it('takes ownership on request', () => {
    const array = new Float32Array([1, 2]);
    const x = fromArray(array, [2], { own: true });
    expect(x.mul(2).toArray()).toEqual([2, 4]);
  });

  it('copies results out, so that a later write changes nothing', async () => {
    const x = tensor([1, 2]);
    const y = x.mul(1);
    for (const read of [x, y]) {
      read.dataSync()[0] = 100;
      (await read.data())[0] = 100;
      expect(read.toArray()).toEqual([1, 2]);
    }
  });
});

describe('Variable', () => {
  it('is captured with the value it has when a node is built', () => {
    const w = new Variable(tensor([1, 2]));
    const before = w.mul(10);
    w.assign(tensor([3, 4]));
    const after = w.mul(10);
    expect(before.toArray()).toEqual([10, 20]);
    expect(after.toArray()).toEqual([30, 40]);
    expect(w.toArray()).toEqual([3, 4]);
  });

  it('can be assigned something built from itself, any number of times between steps', () => {
    const w = new Variable(tensor(1));
    for (let i = 0; i < 5; i++) w.assign(w.add(1));
    expect(w.item()).toBe(6);
    step();
    expect(w.item()).toBe(6);
  });

  it('is detached from what it is assigned', () => {
    const v = new Variable(tensor(3));
    const w = new Variable(tensor(1));
    w.assign(v.mul(2));
    w.mul(w).backward();
    expect(v.grad).toBeNull();
    expect(w.grad?.item()).toBe(12);
  });

  it('refuses another shape or dtype, naming both', () => {
    const w = new Variable(tensor([1, 2]), { name: 'weight' });
    expect(() => w.assign(tensor([1, 2, 3]))).toThrow(/'weight' is float32 \[2\] and cannot hold float32 \[3\]/);
    expect(() => w.assign(tensor([1, 2], 'int32'))).toThrow(/cannot hold int32 \[2\]/);
    expect(w.toArray()).toEqual([1, 2]);
  });

  it('refuses a value that depends on a placeholder, naming the remedy', () => {
    const w = new Variable(tensor(0));
    expect(() =>
      vmap((x: typeof w) => {
        w.assign(x.add(1));
        return x;
      })(tensor([1, 2]) as never),
    ).toThrow(/cannot be assigned inside a transform/);
    expect(w.item()).toBe(0);
  });

  it('refuses what is no tensor', () => {
    expect(() => new Variable(3 as never)).toThrow('Variable: expected a tensor, got number');
  });

  it('refuses to be a trainable integer', () => {
    expect(() => new Variable(tensor([1], 'int32'))).toThrow(/int32, which has no gradient/);
    expect(new Variable(tensor([1], 'int32'), { trainable: false }).toArray()).toEqual([1]);
  });

  it('is a constant to backward once frozen', () => {
    const w = new Variable(tensor(2));
    const v = new Variable(tensor(3));
    w.trainable = false;
    w.mul(v).backward();
    expect(w.grad).toBeNull();
    expect(v.grad?.item()).toBe(2);
    w.trainable = true;
    w.mul(v).backward();
    expect(w.grad?.item()).toBe(3);
    expect(v.grad?.item()).toBe(4);
  });
});

describe('backward', () => {
  it('adds up over calls until zeroGrad', () => {
    const w = new Variable(tensor(3));
    w.mul(w).backward();
    w.mul(5).backward();
    expect(w.grad?.item()).toBe(11);
    zeroGrad([w]);
    expect(w.grad).toBeNull();
  });

  it('works after the loss was read', () => {
    const w = new Variable(tensor(3));
    const loss = w.mul(w);
    expect(loss.item()).toBe(9);
    loss.backward();
    expect(w.grad?.item()).toBe(6);
  });

  it('gives two Variables that share a gradient node one each', () => {
    const a = new Variable(tensor(1));
    const b = new Variable(tensor(2));
    a.add(b).backward();
    zeroGrad([a]);
    step([[a, tensor(5)]]);
    step([
      [a, tensor(6)],
      [b, tensor(7)],
    ]);
    step([
      [a, tensor(6)],
      [b, tensor(7)],
    ]);
    expect(b.grad?.item()).toBe(1);
  });

  it('explains a loss that reaches no Variable', () => {
    expect(() => tensor(1).mul(2).backward()).toThrow(/not built from any trainable Variable/);
    const frozen = new Variable(tensor(1), { trainable: false });
    expect(() => frozen.mul(2).backward()).toThrow(/trainable/);
    const w = new Variable(tensor(1));
    expect(() => w.stopGradient().mul(2).backward()).toThrow(/stopGradient/);
  });

  it('refuses a loss that has no value, because a transform is under way', () => {
    const w = new Variable(tensor([1, 2]));
    const f = vmap((x: Tensor) => {
      w.mul(x).sum().backward();
      return x;
    });
    expect(() => f(ones([3, 2]))).toThrow(/backward: .*placeholder of a transform.*return the loss/);
    expect(w.grad).toBeNull();
  });

  it('refuses what is no scalar, and what is no float', () => {
    const w = new Variable(tensor([1, 2]));
    expect(() => w.mul(2).backward()).toThrow(/one scalar, it returned \[2\]/);
    expect(() => w.sum().cast('int32').backward()).toThrow(/int32, which has no gradient/);
  });

  it('refuses a graph that was let go', () => {
    const w = new Variable(tensor(2));
    const old = w.mul(w);
    old.item();
    step([[w, tensor(3)]]);
    step([[w, tensor(4)]]);
    expect(old.item()).toBe(4);
    expect(() => old.backward()).toThrow(/let go/);
    expect(() => old.mul(2).add(w).backward()).toThrow(/let go/);
    old.stopGradient().add(w).backward();
    expect(w.grad?.item()).toBe(1);
  });
});

describe('one run', () => {
  it('computes loss, gradients, updates and pending assignments together', () => {
    const w = new Variable(tensor([1, 2]));
    const statistics = new Variable(tensor(0), { trainable: false });
    const loss = w.mul(w).sum();
    loss.backward();
    statistics.assign(statistics.add(loss.stopGradient()));
    const gradient = w.grad as NonNullable<typeof w.grad>;
    const runs = countRuns(() => {
      step([[w, w.add(gradient.mul(-0.5))]]);
    });
    expect(runs).toBe(1);
    const reads = countRuns(() => {
      expect(w.toArray()).toEqual([0, 0]);
      expect(statistics.item()).toBe(5);
      expect(loss.item()).toBe(5);
    });
    expect(reads).toBe(0);
  });
});

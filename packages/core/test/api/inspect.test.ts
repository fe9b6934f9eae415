import { inspect as nodeInspect } from 'node:util';
import { inspect, print, step, tensor, Variable, vmap, zeros } from '@adjoint/core';
import { describe, expect, it } from 'vitest';

describe('inspect', () => {
  it('is what console.log shows', () => {
    expect(nodeInspect(tensor([1, 2]))).toBe('Tensor float32 [2]\n[1, 2]');
  });

  it('is what a template shows', () => {
    expect(`${tensor(1)}`).toBe('Tensor float32 [] 1');
  });

  it('shows scalars on one line', () => {
    expect(inspect(tensor(2.5))).toBe('Tensor float32 [] 2.5');
    expect(inspect(tensor(true))).toBe('Tensor bool [] true');
  });

  it('computes what is not computed yet, and aligns columns', () => {
    const matrix = tensor([
      [1, -20],
      [300, 4],
    ]).mul(1);
    expect(inspect(matrix)).toBe('Tensor float32 [2, 2]\n[[  1, -20],\n [300,   4]]');
  });

  it('abbreviates long axes', () => {
    const text = inspect(zeros([1000, 1000]));
    expect(text.split('\n')).toEqual(['Tensor float32 [1000, 1000]', ...text.split('\n').slice(1)]);
    expect(text.split('\n').length).toBeLessThan(10);
    expect(text).toContain('…');
  });

  it('shows numbers of all sizes', () => {
    expect(inspect(tensor([0, 1 / 3, 1e-9, 1e12, Number.NaN, Number.POSITIVE_INFINITY], 'float64'))).toBe(
      'Tensor float64 [6]\n[         0,   0.333333,  1.0000e-9, 1.0000e+12,        NaN,   Infinity]',
    );
    expect(inspect(zeros([0, 3]))).toBe('Tensor float32 [0, 3] (no elements)');
  });

  it('names Variables', () => {
    expect(inspect(new Variable(tensor(1), { name: 'bias' }))).toBe("Variable 'bias' float32 [] 1");
  });

  it('says why there is no value', () => {
    let seen = '';
    vmap((x: ReturnType<typeof tensor>) => {
      seen = inspect(x);
      return x;
    })(tensor([1, 2]));
    expect(seen).toMatch(/^Tensor float32 \[\] <no value: vmap: .*>$/);
    const w = new Variable(tensor(1));
    const old = w.mul(2);
    old.add(1);
    const older = w.mul(3);
    older.add(1);
    step([[w, tensor(2)]]);
    step([[w, tensor(3)]]);
    expect(inspect(older)).toMatch(/no value: .*two later steps/);
  });
});

describe('print', () => {
  it('lists the graph, inputs first', () => {
    const w = new Variable(tensor([1, 2]), { name: 'w' });
    const y = w.mul(tensor([3, 4])).sum();
    expect(print(y)).toBe(
      [
        '%0 = variable() float32 [2] # w',
        '%1 = source() float32 [2]',
        '%2 = mul(%0, %1) float32 [2]',
        '%3 = sum(%2) {axes: [0]} float32 [1]',
        '%4 = reshape(%3) float32 []',
      ].join('\n'),
    );
  });

  it('marks what is computed', () => {
    const w = new Variable(tensor(1));
    const y = w.mul(2);
    y.item();
    expect(print(y)).toContain('# computed');
  });
});

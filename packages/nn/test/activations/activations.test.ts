import { type AnyTensor, grad, tensor } from '@adjoint/core';
import {
  celu,
  elu,
  gelu,
  glu,
  hardsigmoid,
  hardswish,
  hardtanh,
  leakyRelu,
  logSigmoid,
  mish,
  prelu,
  relu6,
  selu,
  silu,
  softplus,
  softsign,
} from '@adjoint/nn';
import { assertClose, awayFromKinks, checkGradients, numbers, shapes, tensors, vmapEqualsLoop } from '@adjoint/testing';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
const normalDistribution = (x: number): number => {
  // The trapezoid rule on the density, which for a smooth function that decays is exact to rounding.
  const step = 1e-2;
  let sum = 0;
  for (let t = -12; t < x; t += step) {
    const width = Math.min(step, x - t);
    sum +=
      (width *
        (Math.exp(-(t * t) / 2) + 4 * Math.exp(-((t + width / 2) ** 2) / 2) + Math.exp(-((t + width) ** 2) / 2))) /
      6;
  }
  return sum / Math.sqrt(2 * Math.PI);
};

interface Case {
  readonly name: string;
  readonly f: (x: AnyTensor) => AnyTensor;
  readonly formula: (x: number) => number;
  readonly kinks: readonly number[];
}

const cases: readonly Case[] = [
  { name: 'leakyRelu', f: (x) => leakyRelu(x), formula: (x) => (x > 0 ? x : 0.01 * x), kinks: [0] },
  { name: 'leakyRelu with a slope', f: (x) => leakyRelu(x, 0.3), formula: (x) => (x > 0 ? x : 0.3 * x), kinks: [0] },
  { name: 'elu', f: (x) => elu(x, 1.5), formula: (x) => (x > 0 ? x : 1.5 * (Math.exp(x) - 1)), kinks: [0] },
  {
    name: 'selu',
    f: selu,
    formula: (x) => 1.0507009873554805 * (x > 0 ? x : 1.6732632423543772 * (Math.exp(x) - 1)),
    kinks: [0],
  },
  { name: 'celu', f: (x) => celu(x, 0.5), formula: (x) => (x > 0 ? x : 0.5 * (Math.exp(x / 0.5) - 1)), kinks: [0] },
  { name: 'gelu', f: (x) => gelu(x), formula: (x) => x * normalDistribution(x), kinks: [] },
  {
    name: 'gelu by tanh',
    f: (x) => gelu(x, { approximation: 'tanh' }),
    formula: (x) => 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3))),
    kinks: [],
  },
  { name: 'silu', f: silu, formula: (x) => x * sigmoid(x), kinks: [] },
  { name: 'mish', f: mish, formula: (x) => x * Math.tanh(Math.log(1 + Math.exp(x))), kinks: [] },
  {
    name: 'softplus',
    f: (x) => softplus(x, { beta: 2, threshold: 3 }),
    formula: (x) => (2 * x > 3 ? x : Math.log(1 + Math.exp(2 * x)) / 2),
    kinks: [1.5],
  },
  { name: 'softsign', f: softsign, formula: (x) => x / (1 + Math.abs(x)), kinks: [0] },
  {
    name: 'hardtanh',
    f: (x) => hardtanh(x, { min: -2, max: 1 }),
    formula: (x) => Math.min(Math.max(x, -2), 1),
    kinks: [-2, 1],
  },
  { name: 'relu6', f: relu6, formula: (x) => Math.min(Math.max(x, 0), 6), kinks: [0, 6] },
  { name: 'hardsigmoid', f: hardsigmoid, formula: (x) => Math.min(Math.max(x + 3, 0), 6) / 6, kinks: [-3, 3] },
  { name: 'hardswish', f: hardswish, formula: (x) => (x * Math.min(Math.max(x + 3, 0), 6)) / 6, kinks: [-3, 3] },
  { name: 'logSigmoid', f: logSigmoid, formula: (x) => Math.log(sigmoid(x)), kinks: [] },
];

describe.each(cases)('$name', ({ f, formula, kinks }) => {
  const points = tensors({ shape: shapes({ maxRank: 2, maxSize: 3 }), values: awayFromKinks(kinks, 0.125, [-8, 8]) });

  it('follows its formula', () => {
    const x = [-9, -5.5, -3, -2, -0.7, -0.1, 0, 0.2, 0.9, 1, 2.4, 3, 5.9, 6, 7.5];
    assertClose(f(tensor(x, 'float64')), x.map(formula), 1e-9);
  });

  it('has the right first and second derivatives', () => {
    fc.assert(
      fc.property(points, (x) => {
        checkGradients(f, [x], { order: 2 });
      }),
      { numRuns: 15 },
    );
  });

  it('is the same for a batch and for its examples', () => {
    vmapEqualsLoop(f, [
      tensor(
        [
          [-4, 0.5],
          [0.25, 7],
          [-0.75, -1.25],
        ],
        'float64',
      ),
    ]);
  });

  it('stays finite far out, with its gradient', () => {
    const x = tensor([-1e4, -50, 50, 1e4], 'float64');
    const slopes = grad((z: AnyTensor) => f(z).sum())(x);
    expect([...f(x).dataSync(), ...slopes.dataSync()].every(Number.isFinite)).toBe(true);
  });

  it('passes NaN on and takes integers as float32', () => {
    expect(f(tensor(Number.NaN)).item()).toBeNaN();
    expect(f(tensor([1, 2], 'int32')).dtype).toBe('float32');
    assertClose(f(tensor([1, -4], 'int32')), [formula(1), formula(-4)], 1e-5);
  });
});

describe('derivatives at the kinks', () => {
  const slope = (f: (x: AnyTensor) => AnyTensor, at: readonly number[]): number[] => {
    return [...grad((x: AnyTensor) => f(x).sum())(tensor([...at], 'float64')).dataSync()];
  };

  it('are those that the documentation names', () => {
    expect(slope((x) => leakyRelu(x, 0.3), [0])).toEqual([0.3]);
    expect(slope((x) => elu(x, 1.5), [0])).toEqual([1.5]);
    expect(slope((x) => celu(x, 0.5), [0])).toEqual([1]);
    expect(slope(softsign, [0])).toEqual([1]);
    expect(slope((x) => hardtanh(x), [-1, 1])).toEqual([0, 0]);
    expect(slope(relu6, [0, 6])).toEqual([0, 0]);
    expect(slope(hardsigmoid, [-3, 3])).toEqual([0, 0]);
    expect(slope(hardswish, [-3, 3])).toEqual([-0.5, 1.5]);
  });
});

describe('logSigmoid', () => {
  it('is accurate where the sigmoid rounds to 0 or 1', () => {
    assertClose(logSigmoid(tensor([-800, 40], 'float64')), [-800, -Math.exp(-40)], { relative: 1e-12, absolute: 0 });
  });
});

describe('gelu', () => {
  it('keeps its precision far on the negative side', () => {
    // x Φ(x) at −10, from the asymptotic series of Mills' ratio.
    assertClose(gelu(tensor(-10, 'float64')), -10 * 7.619853024160527e-24, { relative: 1e-9, absolute: 0 });
  });

  it('refuses other approximations', () => {
    // @ts-expect-error there is no such approximation
    expect(() => gelu(tensor(1), { approximation: 'fast' })).toThrow(/gelu: .*'none' or 'tanh', got 'fast'/);
  });
});

describe('prelu', () => {
  it('takes one slope for all, or one for each channel', () => {
    const x = tensor(
      [
        [
          [-1, 2],
          [-3, -4],
        ],
        [
          [5, -6],
          [7, -8],
        ],
      ],
      'float64',
    );
    assertClose(prelu(x, tensor(0.5, 'float64')), [
      [
        [-0.5, 2],
        [-1.5, -2],
      ],
      [
        [5, -3],
        [7, -4],
      ],
    ]);
    assertClose(prelu(x, tensor([0.5, 0.1], 'float64')), [
      [
        [-0.5, 2],
        [-0.3, -0.4],
      ],
      [
        [5, -3],
        [7, -0.8],
      ],
    ]);
    assertClose(prelu(x, tensor([2, 3], 'float64'), -1), [
      [
        [-2, 2],
        [-6, -12],
      ],
      [
        [5, -18],
        [7, -24],
      ],
    ]);
  });

  it('has the right derivatives in both arguments', () => {
    const values = awayFromKinks([0]);
    fc.assert(
      fc.property(tensors({ shape: [2, 3, 2], values }), tensors({ shape: [3] }), (x, weight) => {
        checkGradients((z, w) => prelu(z, w), [x, weight], { order: 2 });
      }),
      { numRuns: 10 },
    );
  });

  it('refuses a weight that fits neither', () => {
    expect(() => prelu(tensor([[1, 2, 3]]), tensor([1, 2]))).toThrow(
      /prelu: a weight of shape \[2\].*\[1, 3\].*axis 1/,
    );
    expect(() => prelu(tensor([1, 2]), tensor([1, 2], 'int32'))).toThrow(/float32 or float64 weight, got int32/);
  });
});

describe('glu', () => {
  it('gates one half by the other', () => {
    const x = [0.5, -1, 2, 3];
    assertClose(glu(tensor(x, 'float64')), [0.5 * sigmoid(2), -1 * sigmoid(3)]);
    expect(
      glu(
        tensor([
          [1, 2, 3],
          [4, 5, 6],
        ]),
        0,
      ).shape,
    ).toEqual([1, 3]);
  });

  it('has the right derivatives', () => {
    fc.assert(
      fc.property(tensors({ shape: [2, 4], values: numbers() }), (x) => {
        checkGradients((z) => glu(z, -1), [x], { order: 2 });
      }),
      { numRuns: 10 },
    );
  });

  it('refuses an odd axis, and one that does not exist', () => {
    expect(() => glu(tensor([1, 2, 3]))).toThrow(/glu: axis -1 of \[3\] has 3 elements/);
    expect(() => glu(tensor([1, 2]), 1)).toThrow(/glu: there is no axis 1 .*-1 to 0/);
  });
});

describe('bad arguments', () => {
  it('are named with their op', () => {
    expect(() => silu([1, 2] as unknown as AnyTensor)).toThrow(/silu: expected a tensor, got an array/);
    expect(() => celu(tensor(1), 0)).toThrow(/celu: alpha must be finite and not 0/);
    expect(() => softplus(tensor(1), { beta: 0 })).toThrow(/softplus: beta must be finite and not 0/);
    expect(() => hardtanh(tensor(1), { min: 2 })).toThrow(/hardtanh: min must be below max, got min 2 and max 1/);
  });
});

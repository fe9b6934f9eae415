import { type AnyTensor, grad, tensor, zeros } from '@adjoint/core';
import {
  binaryCrossEntropy,
  binaryCrossEntropyWithLogits,
  cosineSimilarity,
  crossEntropy,
  hingeLoss,
  huberLoss,
  klDivergence,
  meanAbsoluteError,
  meanSquaredError,
  nllLoss,
  type Reduction,
  smoothL1Loss,
  softMarginLoss,
  softmax,
} from '@adjoint/nn';
import { assertClose, checkGradients, tensors, vjpMatchesJvp, vmapEqualsLoop } from '@adjoint/testing';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const infinity = Number.POSITIVE_INFINITY;
const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

interface Case {
  readonly name: string;
  readonly loss: (x: AnyTensor, y: AnyTensor, options?: { reduction: Reduction }) => AnyTensor;
  readonly formula: (x: number, y: number) => number;
  readonly predictions: readonly number[];
  readonly targets: readonly number[];
}

const real = [0.75, -1.25, 2.5, 0.125, -0.5, 3];
const targets = [0.5, 1, -1.25, 0.25, 1, 0.75];
const signs = [1, -1, -1, 1, 1, -1];
const probabilities = [0.25, 0.9, 0.5, 0.125, 0.6, 0.05];
const soft = [0, 1, 0.25, 0.75, 1, 0.5];

const cases: readonly Case[] = [
  { name: 'meanSquaredError', loss: meanSquaredError, formula: (x, y) => (x - y) ** 2, predictions: real, targets },
  {
    name: 'meanAbsoluteError',
    loss: meanAbsoluteError,
    formula: (x, y) => Math.abs(x - y),
    predictions: real,
    targets,
  },
  {
    name: 'huberLoss',
    loss: (x, y, options) => huberLoss(x, y, { delta: 1.25, ...options }),
    formula: (x, y) => (Math.abs(x - y) <= 1.25 ? 0.5 * (x - y) ** 2 : 1.25 * (Math.abs(x - y) - 0.625)),
    predictions: real,
    targets,
  },
  {
    name: 'smoothL1Loss',
    loss: (x, y, options) => smoothL1Loss(x, y, { beta: 0.5, ...options }),
    formula: (x, y) => (Math.abs(x - y) < 0.5 ? (x - y) ** 2 : Math.abs(x - y) - 0.25),
    predictions: real,
    targets,
  },
  {
    name: 'hingeLoss',
    loss: (x, y, options) => hingeLoss(x, y, { margin: 0.875, ...options }),
    formula: (x, y) => Math.max(0, 0.875 - x * y),
    predictions: real,
    targets: signs,
  },
  {
    name: 'softMarginLoss',
    loss: softMarginLoss,
    formula: (x, y) => Math.log(1 + Math.exp(-x * y)),
    predictions: real,
    targets: signs,
  },
  {
    name: 'binaryCrossEntropyWithLogits',
    loss: binaryCrossEntropyWithLogits,
    formula: (x, y) => -(y * Math.log(sigmoid(x)) + (1 - y) * Math.log(1 - sigmoid(x))),
    predictions: real,
    targets: soft,
  },
  {
    name: 'binaryCrossEntropy',
    loss: binaryCrossEntropy,
    formula: (x, y) => -(y * Math.log(x) + (1 - y) * Math.log(1 - x)),
    predictions: probabilities,
    targets: soft,
  },
  {
    name: 'klDivergence',
    loss: klDivergence,
    formula: (x, y) => (y === 0 ? 0 : y * (Math.log(y) - x)),
    predictions: real,
    targets: soft,
  },
  {
    name: 'klDivergence to a logarithm',
    loss: (x, y, options) => klDivergence(x, y, { logTarget: true, ...options }),
    formula: (x, y) => Math.exp(y) * (y - x),
    predictions: real,
    targets,
  },
];

describe.each(cases)('$name', ({ name, loss, formula, predictions, targets: truth }) => {
  const x = tensor([...predictions], 'float64').reshape([2, 3]);
  const y = tensor([...truth], 'float64').reshape([2, 3]);
  const expected = predictions.map((each, index) => formula(each, truth[index] as number));
  const sum = expected.reduce((total, each) => total + each, 0);

  it('follows its formula, in every reduction', () => {
    assertClose(loss(x, y, { reduction: 'none' }).flatten(), expected);
    assertClose(loss(x, y, { reduction: 'sum' }), sum);
    assertClose(loss(x, y), sum / 6);
    assertClose(loss(x.reshape([6]).slice(0), y.reshape([6]).slice(0)), expected[0] as number);
  });

  it('has the right first and second derivatives in the prediction', () => {
    checkGradients((each: AnyTensor) => loss(each, y), [x], { order: 2 });
    checkGradients((each: AnyTensor) => loss(each, y, { reduction: 'none' }), [x], { order: 2 });
    vjpMatchesJvp((each: AnyTensor) => loss(each, y), [x]);
  });

  it('is the same for a batch and for its examples', () => {
    vmapEqualsLoop((a: AnyTensor, b: AnyTensor) => loss(a, b), [x, y]);
    vmapEqualsLoop((a: AnyTensor) => loss(a, y.slice(0)), [x]);
  });

  it('refuses operands of different shapes, instead of broadcasting', () => {
    expect(() => loss(x, y.slice(0))).toThrow(/shape \[2, 3\], the target \[3\]; losses do not broadcast/);
    expect(() => loss(x.cast('int32'), y)).toThrow(/float32 or float64 .*, got int32/);
    expect(() => loss(x, [1] as unknown as AnyTensor)).toThrow(/expected a tensor as target, got an array/);
  });

  it('refuses the mean of an empty batch, but not its sum', () => {
    const none = zeros([0, 3], 'float64');
    const op = name.split(' ')[0] as string;
    expect(() => loss(none, none)).toThrow(new RegExp(`${op}: the mean over an empty batch`));
    expect(loss(none, none, { reduction: 'sum' }).item()).toBe(0);
    expect(() => loss(x, y, { reduction: 'average' as Reduction })).toThrow(/'mean', 'sum' or 'none', got 'average'/);
  });

  it('takes integer targets', () => {
    const whole = tensor([1, 1], 'int32');
    const half = tensor([0.5, 0.25], 'float64');
    assertClose(loss(half, whole, { reduction: 'none' }), [formula(0.5, 1), formula(0.25, 1)]);
  });
});

describe('derivatives in the target', () => {
  it('are right where the target is smooth', () => {
    const x = tensors({ shape: [2, 3], range: [0.25, 0.75] });
    fc.assert(
      fc.property(x, x, (a, b) => {
        const losses: ((p: AnyTensor, q: AnyTensor) => AnyTensor)[] = [
          meanSquaredError,
          binaryCrossEntropy,
          binaryCrossEntropyWithLogits,
          klDivergence,
        ];
        for (const loss of losses) {
          checkGradients((p: AnyTensor, q: AnyTensor) => loss(p, q), [a, b], { order: 2 });
        }
        checkGradients((p: AnyTensor, q: AnyTensor) => klDivergence(p, q, { logTarget: true }), [a, b], { order: 2 });
        checkGradients((p: AnyTensor, q: AnyTensor) => crossEntropy(p, q), [a, b], { order: 2 });
        checkGradients((p: AnyTensor, q: AnyTensor) => cosineSimilarity(p, q), [a, b], { order: 2 });
      }),
      { numRuns: 8 },
    );
  });
});

describe('kinks', () => {
  const slope = (f: (x: AnyTensor) => AnyTensor, at: number): number => grad(f)(tensor(at, 'float64')).item();
  const y = tensor(1, 'float64');

  it('have the derivatives that the documentation names', () => {
    expect(slope((x) => meanAbsoluteError(x, y), 1)).toBe(0);
    expect(slope((x) => hingeLoss(x, y), 1)).toBeCloseTo(0, 20);
    expect(slope((x) => huberLoss(x, y), 2)).toBe(1);
    expect(slope((x) => smoothL1Loss(x, y), 2)).toBe(1);
  });
});

describe('binaryCrossEntropyWithLogits', () => {
  it('is exact at extreme logits, with its gradient', () => {
    const x = tensor([1e4, -1e4, 1e4, -1e4], 'float64');
    const y = tensor([1, 0, 0, 1], 'float64');
    expect(binaryCrossEntropyWithLogits(x, y, { reduction: 'none' }).toArray()).toEqual([0, 0, 1e4, 1e4]);
    const slopes = grad((z: AnyTensor) => binaryCrossEntropyWithLogits(z, y, { reduction: 'sum' }))(x);
    expect(slopes.toArray()).toEqual([0, 0, 1, -1]);
  });

  it('takes weights that broadcast, and divides by the number of elements', () => {
    const x = tensor(
      [
        [0.5, -1, 2],
        [1, 0.25, -0.5],
      ],
      'float64',
    );
    const y = tensor(
      [
        [1, 0, 1],
        [0, 0.5, 1],
      ],
      'float64',
    );
    const weight = tensor([[2], [0.5]], 'float64');
    const positiveWeight = tensor([1, 2, 3], 'float64');
    const expected = x.toArray().map((row, n) =>
      row.map((z, c) => {
        const t = y.toArray()[n]?.[c] as number;
        const w = n === 0 ? 2 : 0.5;
        return -w * ((c + 1) * t * Math.log(sigmoid(z)) + (1 - t) * Math.log(1 - sigmoid(z)));
      }),
    );
    const loss = (z: AnyTensor): AnyTensor =>
      binaryCrossEntropyWithLogits(z, y, { weight, positiveWeight, reduction: 'none' });
    assertClose(loss(x), expected);
    assertClose(
      binaryCrossEntropyWithLogits(x, y, { weight, positiveWeight }),
      expected.flat().reduce((a, b) => a + b) / 6,
    );
    assertClose(binaryCrossEntropyWithLogits(x, y, { weight: 3 }), binaryCrossEntropyWithLogits(x, y).mul(3));
    checkGradients(loss, [x], { order: 2 });
  });

  it('refuses ±1 labels and weights that would enlarge the loss', () => {
    const x = zeros([2]);
    expect(() => binaryCrossEntropyWithLogits(x, tensor([1, -1]))).toThrow(
      /label -1 at position \[1\] lies outside \[0, 1\]; .*from: 'sign', to: 'binary'/,
    );
    expect(() => binaryCrossEntropyWithLogits(x, tensor([1, 0]), { weight: zeros([2, 2]) })).toThrow(/cannot expand/);
  });
});

describe('binaryCrossEntropy', () => {
  it('stays finite at 0 and 1, with its gradient', () => {
    const x = tensor([0, 1, 0, 1], 'float64');
    const y = tensor([0, 1, 1, 0], 'float64');
    assertClose(binaryCrossEntropy(x, y, { reduction: 'none' }), [0, 0, 100, 100]);
    const slopes = grad((z: AnyTensor) => binaryCrossEntropy(z, y, { reduction: 'sum' }))(x);
    assertClose(slopes, [0, 0, -1e12, 1e12]);
  });

  it('refuses what is no probability', () => {
    expect(() => binaryCrossEntropy(tensor([0.5, 1.5]), tensor([0, 1]))).toThrow(
      /binaryCrossEntropy: probability 1.5 at position \[1\] lies outside \[0, 1\]/,
    );
  });
});

describe('hingeLoss and softMarginLoss', () => {
  it('refuse labels that are not ±1, and name the conversion', () => {
    const labels = tensor([
      [1, 1],
      [0, -1],
    ]);
    expect(() => hingeLoss(zeros([2, 2]), labels)).toThrow(
      /hingeLoss: label 0 at position \[1, 0\] is not -1 or 1; .*convertLabels, for example from 'binary' to 'sign'/,
    );
    expect(() => softMarginLoss(zeros([2, 2]), labels)).toThrow(/softMarginLoss: label 0 at position \[1, 0\]/);
  });

  it('do not overflow', () => {
    const x = tensor([1e4, -1e4], 'float64');
    expect(softMarginLoss(x, tensor([-1, -1]), { reduction: 'none' }).toArray()).toEqual([1e4, 0]);
  });
});

describe('klDivergence', () => {
  const p = tensor(
    [
      [0.5, 0.5],
      [0, 1],
    ],
    'float64',
  );
  const logQ = tensor(
    [
      [0.25, 0.75],
      [0.5, 0.5],
    ],
    'float64',
  ).log();

  it('divides by the number of examples for batchmean', () => {
    const expected = (0.5 * Math.log(0.5 / 0.25) + 0.5 * Math.log(0.5 / 0.75) + Math.log(1 / 0.5)) / 2;
    assertClose(klDivergence(logQ, p, { reduction: 'batchmean' }), expected);
    assertClose(klDivergence(logQ, p.log(), { reduction: 'batchmean', logTarget: true }), expected);
    expect(() => klDivergence(zeros([0, 2]), zeros([0, 2]), { reduction: 'batchmean' })).toThrow(/empty batch/);
  });

  it('counts impossible events as 0, even under an impossible prediction', () => {
    const impossible = tensor([[-infinity, 0]], 'float64');
    const sure = tensor([[0, 1]], 'float64');
    for (const loss of [
      (q: AnyTensor, t: AnyTensor): AnyTensor => klDivergence(q, t, { reduction: 'sum' }),
      (q: AnyTensor, t: AnyTensor): AnyTensor => klDivergence(q, t.log(), { reduction: 'sum', logTarget: true }),
    ]) {
      expect(loss(impossible, sure).item()).toBe(0);
      expect(grad((q: AnyTensor) => loss(q, sure))(impossible).toArray()).toEqual([[0, -1]]);
    }
    const slopes = grad((t: AnyTensor) => klDivergence(impossible, t, { reduction: 'sum' }))(sure);
    expect([...slopes.dataSync()].every(Number.isFinite)).toBe(true);
  });
});

describe('crossEntropy', () => {
  const p = tensor(
    [
      [0, 1, 0],
      [0.5, 0.25, 0.25],
    ],
    'float64',
  );
  const q = tensor(
    [
      [0.2, 0.3, 0.5],
      [0.6, 0.3, 0.1],
    ],
    'float64',
  );

  it('is minus the logarithm of the true class for one-hot truth', () => {
    const expected = [-Math.log(0.3), -(0.5 * Math.log(0.6) + 0.25 * Math.log(0.3) + 0.25 * Math.log(0.1))];
    assertClose(crossEntropy(q, p, { reduction: 'none' }), expected);
    assertClose(crossEntropy(q, p), ((expected[0] as number) + (expected[1] as number)) / 2);
    assertClose(crossEntropy(q.transpose(), p.transpose(), { axis: 0, reduction: 'none' }), expected);
    assertClose(crossEntropy(softmax(q), p), crossEntropy(softmax(q).add(0), p));
  });

  it('counts terms without truth as 0, with a finite gradient', () => {
    const certain = tensor([[0, 1, 0]], 'float64');
    expect(crossEntropy(certain, certain).item()).toBe(0);
    expect(grad((x: AnyTensor) => crossEntropy(x, certain))(certain).toArray()).toEqual([[0, -1, 0]]);
    expect(crossEntropy(tensor([[1, 0]]), tensor([[0, 1]])).item()).toBe(infinity);
  });

  it('has the right derivatives in the prediction', () => {
    checkGradients((x: AnyTensor) => crossEntropy(x, p), [q], { order: 2 });
  });

  it('refuses scalars and axes that do not exist', () => {
    expect(() => crossEntropy(tensor(1), tensor(1))).toThrow(/crossEntropy: scalars are no distributions/);
    expect(() => crossEntropy(q as AnyTensor, p, { axis: 2 })).toThrow(/crossEntropy: there is no axis 2/);
  });
});

describe('nllLoss', () => {
  const x = tensor(
    [
      [-1, -2, -3],
      [-0.5, -0.25, -4],
    ],
    'float64',
  );
  const labels = tensor([2, 0], 'int32');

  it('picks the log-probability of the label', () => {
    expect(nllLoss(x, labels, { reduction: 'none' }).toArray()).toEqual([3, 0.5]);
    assertClose(nllLoss(x, labels, { classWeights: [2, 1, 4] }), (4 * 3 + 2 * 0.5) / 6);
    expect(nllLoss(x, labels, { ignoreIndex: 2 }).item()).toBe(0.5);
    expect(nllLoss(tensor([-1, -2]), tensor(1, 'int32')).item()).toBe(2);
    const maps = x.reshape([1, 2, 3]);
    expect(nllLoss(maps, tensor([[0, 1, 0]], 'int32'), { reduction: 'none' }).toArray()).toEqual([[1, 0.25, 3]]);
  });

  it('has the right derivatives', () => {
    const options = { classWeights: [2, 1, 4], ignoreIndex: 0 };
    checkGradients((z: AnyTensor) => nllLoss(z, labels, options), [x], { order: 2 });
    vmapEqualsLoop((z: AnyTensor, y: AnyTensor) => nllLoss(z, y), [x, labels]);
  });

  it('refuses what is no class index', () => {
    expect(() => nllLoss(x, tensor([0, 3], 'int32'))).toThrow(/nllLoss: label 3 at position \[1\]/);
    // @ts-expect-error float class indices
    expect(() => nllLoss(x, tensor([0, 1]))).toThrow(/nllLoss: class indices must be int32/);
    expect(() => nllLoss(x, tensor([0, 1, 2], 'int32') as AnyTensor)).toThrow(
      /\[3\] do not fit scores of shape \[2, 3\]/,
    );
    expect(() => nllLoss(zeros([0, 3]), zeros([0], 'int32'))).toThrow(/empty batch/);
    expect(() => nllLoss(zeros([0, 3]), zeros([0], 'int32'), { ignoreIndex: 0 })).toThrow(/empty batch/);
  });
});

describe('cosineSimilarity', () => {
  it('is the cosine of the angle along the axis', () => {
    const x = tensor(
      [
        [1, 0],
        [1, 1],
      ],
      'float64',
    );
    const y = tensor(
      [
        [2, 2],
        [-3, -3],
      ],
      'float64',
    );
    assertClose(cosineSimilarity(x, y), [Math.SQRT1_2, -1]);
    assertClose(cosineSimilarity(x, y, { axis: 0 }), [
      (2 - 3) / (Math.SQRT2 * Math.sqrt(13)),
      -1 * (3 / Math.sqrt(13)),
    ]);
  });

  it('is 0 for a vector of zeros, with a finite gradient', () => {
    const slopes = grad((x: AnyTensor) => cosineSimilarity(x, tensor([1, 2], 'float64')))(zeros([2], 'float64'));
    expect(cosineSimilarity(zeros([2]), tensor([1, 2])).item()).toBe(0);
    expect([...slopes.dataSync()].every(Number.isFinite)).toBe(true);
  });
});

describe('options out of range', () => {
  const x = zeros([2]);

  it('are named', () => {
    expect(() => huberLoss(x, x, { delta: 0 })).toThrow(/huberLoss: delta must be positive, got 0/);
    expect(() => smoothL1Loss(x, x, { beta: 0 })).toThrow(/smoothL1Loss: beta must be positive, got 0/);
  });
});

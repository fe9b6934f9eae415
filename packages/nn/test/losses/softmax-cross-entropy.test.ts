import { type AnyTensor, fromArray, grad, jvp, seed, tensor, Variable, zeros } from '@adjoint/core';
import { logSoftmax, nllLoss, type Reduction, softmax, softmaxCrossEntropy } from '@adjoint/nn';
import { assertClose, checkGradients, tensors, vjpIsLinear, vjpMatchesJvp, vmapEqualsLoop } from '@adjoint/testing';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const infinity = Number.POSITIVE_INFINITY;
const logits = tensor(
  [
    [0.5, -1, 2],
    [1, 0.25, -0.5],
    [-2, 0, 1.5],
    [0.1, 0.2, 0.3],
  ],
  'float64',
);
const labels = tensor([2, 0, 1, 2], 'int32');
const weights = [0.5, 2, 1.25];

/** The definition, in plain loops: Σ_c −w_c p_c ln softmax(z)_c for each row. */
function losses(z: readonly (readonly number[])[], p: readonly (readonly number[])[], w: readonly number[]): number[] {
  return z.map((row, n) => {
    const normaliser = row.reduce((sum, each) => sum + Math.exp(each), 0);
    return row.reduce(
      (sum, each, c) => sum - (w[c] as number) * (p[n]?.[c] as number) * Math.log(Math.exp(each) / normaliser),
      0,
    );
  });
}

const oneHotRows = (indices: readonly number[], classes: number): number[][] =>
  indices.map((label) => Array.from({ length: classes }, (_, c) => (c === label ? 1 : 0)));
const smooth = (rows: readonly number[][], e: number): number[][] =>
  rows.map((row) => row.map((p) => (1 - e) * p + e / row.length));
const total = (values: readonly number[]): number => values.reduce((sum, each) => sum + each, 0);

describe('values', () => {
  const z = logits.toArray();
  const truth = oneHotRows([2, 0, 1, 2], 3);
  const ones = [1, 1, 1];

  it('follow the definition for class indices', () => {
    const expected = losses(z, truth, ones);
    assertClose(softmaxCrossEntropy(logits, labels, { reduction: 'none' }), expected);
    assertClose(softmaxCrossEntropy(logits, labels, { reduction: 'sum' }), total(expected));
    assertClose(softmaxCrossEntropy(logits, labels), total(expected) / 4);
    assertClose(softmaxCrossEntropy(logits, labels.cast('uint8')), total(expected) / 4);
  });

  it('follow the definition with class weights and label smoothing, as a weighted mean', () => {
    const weightSum = 1.25 + 0.5 + 2 + 1.25;
    for (const labelSmoothing of [0, 0.2, 1]) {
      const expected = losses(z, smooth(truth, labelSmoothing), weights);
      const options = { classWeights: weights, labelSmoothing };
      assertClose(softmaxCrossEntropy(logits, labels, { ...options, reduction: 'none' }), expected);
      assertClose(softmaxCrossEntropy(logits, labels, options), total(expected) / weightSum);
      const asTensor = { ...options, classWeights: tensor(weights) };
      assertClose(softmaxCrossEntropy(logits, labels, asTensor), total(expected) / weightSum, 1e-6);
    }
  });

  it('follow the definition for distributions, whose mean divides by their number', () => {
    const p = [
      [0.2, 0.3, 0.5],
      [1, 0, 0],
      [0, 0.75, 0.25],
      [0.1, 0.1, 0.8],
    ];
    for (const labelSmoothing of [0, 0.3]) {
      const expected = losses(z, smooth(p, labelSmoothing), weights);
      const options = { classWeights: weights, labelSmoothing };
      assertClose(softmaxCrossEntropy(logits, tensor(p, 'float64'), { ...options, reduction: 'none' }), expected);
      assertClose(softmaxCrossEntropy(logits, tensor(p, 'float64'), options), total(expected) / 4);
    }
  });

  it('agree between index, one-hot, bool and the chain of separate functions', () => {
    const expected = softmaxCrossEntropy(logits, labels);
    const oneHot = tensor(truth, 'float64');
    assertClose(softmaxCrossEntropy(logits, oneHot), expected);
    assertClose(softmaxCrossEntropy(logits, oneHot.cast('bool')), expected);
    assertClose(softmaxCrossEntropy(logits, oneHot.cast('float32')), expected);
    assertClose(nllLoss(logSoftmax(logits, 1), labels), expected);
    assertClose(softmax(logits).mul(oneHot).sum(1).log().neg().mean(), expected);
  });

  it('leave ignored labels out of the mean', () => {
    const some = tensor([2, -1, 1, -1], 'int32');
    const all = losses(z, truth, ones);
    assertClose(softmaxCrossEntropy(logits, some, { ignoreIndex: -1, reduction: 'none' }), [
      all[0] as number,
      0,
      all[2] as number,
      0,
    ]);
    assertClose(softmaxCrossEntropy(logits, some, { ignoreIndex: -1 }), ((all[0] as number) + (all[2] as number)) / 2);
    const weighted = losses(z, smooth(truth, 0.1), weights);
    const options = { ignoreIndex: -1, classWeights: weights, labelSmoothing: 0.1 };
    assertClose(
      softmaxCrossEntropy(logits, some, options),
      ((weighted[0] as number) + (weighted[2] as number)) / (1.25 + 2),
    );
    expect(softmaxCrossEntropy(logits, labels.mul(0).sub(1), { ignoreIndex: -1 }).item()).toBeNaN();
  });

  it('have the classes on axis 1, or on the only axis', () => {
    const single = softmaxCrossEntropy(tensor([0.5, -1, 2], 'float64'), tensor(2, 'int32'));
    assertClose(single, losses([[0.5, -1, 2]], [[0, 0, 1]], ones)[0] as number);
    const images = logits.reshape([2, 2, 3]).permute([0, 2, 1]);
    const maps = softmaxCrossEntropy(images, labels.reshape([2, 2]), { reduction: 'none' });
    assertClose(maps.flatten(), losses(z, truth, ones));
    const soft = tensor(truth, 'float64').reshape([2, 2, 3]).permute([0, 2, 1]);
    assertClose(softmaxCrossEntropy(images, soft), softmaxCrossEntropy(logits, labels));
  });
});

describe('derivatives', () => {
  const classes = fc.integer({ min: 1, max: 4 });
  const problem = classes.chain((count) =>
    fc.record({
      z: tensors({ shape: [3, count], range: [-3, 3] }),
      y: fc.array(fc.integer({ min: 0, max: count - 1 }), { minLength: 3, maxLength: 3 }),
      p: tensors({ shape: [3, count], range: [0.125, 1] }),
      reduction: fc.constantFrom<Reduction>('mean', 'sum', 'none'),
      labelSmoothing: fc.constantFrom(0, 0.25),
      classWeights: fc.constantFrom(undefined, [0.5, 1, 2, 3].slice(0, count)),
    }),
  );

  it('are right to the second order, for indices and for distributions', () => {
    fc.assert(
      fc.property(problem, ({ z, y, p, classWeights, ...rest }) => {
        const options = { ...rest, ...(classWeights === undefined ? {} : { classWeights }) };
        const indices = tensor(y, 'int32') as AnyTensor;
        checkGradients((x: AnyTensor) => softmaxCrossEntropy(x, indices, options), [z], { order: 2 });
        checkGradients((x: AnyTensor, q: AnyTensor) => softmaxCrossEntropy(x, q, options), [z, p], { order: 2 });
        const ignoring = { ...options, ignoreIndex: 0 };
        if (rest.reduction === 'mean') return;
        checkGradients((x: AnyTensor) => softmaxCrossEntropy(x, indices, ignoring), [z], { order: 2 });
      }),
      { numRuns: 20 },
    );
  });

  it('are (ŷ − y) / N for the mean', () => {
    const slopes = grad((z: AnyTensor) => softmaxCrossEntropy(z, labels))(logits);
    const expected = softmax(logits).sub(labels.oneHot(3, 'float64')).div(4);
    assertClose(slopes, expected, { relative: 0, absolute: 1e-16 });
  });

  it('are the Hessian diag(ŷ) − ŷŷᵀ', () => {
    const z = tensor([0.5, -1, 2], 'float64');
    const loss = (x: AnyTensor): AnyTensor => softmaxCrossEntropy(x, tensor(1, 'int32'));
    const y = softmax(z);
    for (let c = 0; c < 3; c++) {
      const row = grad((x: AnyTensor) => grad(loss)(x).slice(c))(z);
      assertClose(row, y.mul(tensor([0, 1, 2]).eq(c).cast('float64')).sub(y.mul(y.slice(c))));
    }
  });

  it('obey the laws', () => {
    const f = (z: AnyTensor): AnyTensor => softmaxCrossEntropy(z, labels, { reduction: 'none', labelSmoothing: 0.1 });
    const plain = (z: AnyTensor): AnyTensor => softmaxCrossEntropy(z, labels, { reduction: 'none' });
    for (const each of [f, plain]) {
      vjpIsLinear(each, [logits]);
      vjpMatchesJvp(each, [logits]);
    }
    const [, tangent] = jvp(plain, [logits], [logits]);
    expect(tangent.shape).toEqual([4]);
  });

  it('are the same for a batch and for its examples', () => {
    const one = (z: AnyTensor, y: AnyTensor): AnyTensor => softmaxCrossEntropy(z, y);
    vmapEqualsLoop(one, [logits, labels]);
    vmapEqualsLoop((z: AnyTensor) => softmaxCrossEntropy(z, tensor([0, 1], 'int32')), [logits.reshape([2, 2, 3])]);
    vmapEqualsLoop((z: AnyTensor, p: AnyTensor) => softmaxCrossEntropy(z, p), [logits, softmax(logits)]);
    vmapEqualsLoop((z: AnyTensor, y: AnyTensor) => softmaxCrossEntropy(z, y), [tensor([1, 2, 3], 'float64'), labels], {
      in: [null, 0],
    });
    const slope = (z: AnyTensor, y: AnyTensor): AnyTensor => grad((x: AnyTensor) => softmaxCrossEntropy(x, y))(z);
    vmapEqualsLoop(slope, [logits, labels]);
  });
});

describe('extreme logits', () => {
  const lossAndGradient = (z: AnyTensor, target: AnyTensor, options = {}): { loss: number; slopes: number[] } => ({
    loss: softmaxCrossEntropy(z, target, options).item() as number,
    slopes: [...grad((x: AnyTensor) => softmaxCrossEntropy(x, target, options))(z).dataSync()],
  });

  it.each(['float32', 'float64'] as const)('of ±1e4 keep loss and gradient exact in %s', (dtype) => {
    const z = tensor(
      [
        [1e4, -1e4, 0],
        [-1e4, 1e4, 0],
      ],
      dtype,
    );
    const right = lossAndGradient(z, tensor([0, 1], 'int32'));
    expect(right).toEqual({ loss: 0, slopes: [0, 0, 0, 0, 0, 0] });
    const wrong = lossAndGradient(z, tensor([1, 2], 'int32'), { reduction: 'sum' });
    expect(wrong).toEqual({ loss: 30000, slopes: [1, -1, 0, 0, 1, -1] });
    const soft = lossAndGradient(
      z,
      tensor(
        [
          [0, 0.5, 0.5],
          [0, 1, 0],
        ],
        dtype,
      ),
      { reduction: 'sum' },
    );
    expect(soft).toEqual({ loss: 15000, slopes: [1, -0.5, -0.5, 0, 0, 0] });
  });

  it('keep small differences in float32', () => {
    const { loss } = lossAndGradient(tensor([[1e4, 1e4 - 1]]), tensor([0], 'int32'));
    expect(loss).toBeCloseTo(Math.log(1 + Math.exp(-1)), 6);
  });

  it('of -Infinity away from the truth cost nothing', () => {
    const z = tensor([[0, -infinity, Math.log(3)]], 'float64');
    const expected = { loss: Math.log(4), slopes: [-0.75, 0, 0.75] };
    for (const target of [tensor([0], 'int32'), tensor([[1, 0, 0]], 'float64')] as AnyTensor[]) {
      const { loss, slopes } = lossAndGradient(z, target);
      expect(loss).toBeCloseTo(expected.loss, 14);
      slopes.forEach((slope, index) => {
        expect(slope).toBeCloseTo(expected.slopes[index] as number, 14);
      });
      const second = grad((x: AnyTensor) =>
        grad((w: AnyTensor) => softmaxCrossEntropy(w, target))(x)
          .square()
          .sum(),
      )(z);
      expect([...second.dataSync()].every(Number.isFinite)).toBe(true);
    }
  });

  it('of -Infinity at the truth cost infinitely much, with a finite gradient', () => {
    const { loss, slopes } = lossAndGradient(tensor([[0, -infinity]], 'float64'), tensor([1], 'int32'));
    expect(loss).toBe(infinity);
    expect(slopes).toEqual([1, -1]);
  });

  it('that are ignored cost nothing, even a row of -Infinity or NaN', () => {
    const z = tensor(
      [
        [0, 0],
        [-infinity, -infinity],
        [Number.NaN, 1],
      ],
      'float64',
    );
    const { loss, slopes } = lossAndGradient(z, tensor([0, -1, -1], 'int32'), { ignoreIndex: -1 });
    expect(loss).toBeCloseTo(Math.LN2, 14);
    expect(slopes).toEqual([-0.5, 0.5, 0, 0, 0, 0]);
  });
});

describe('training', () => {
  it('goes through a Variable, and labels that are one are checked too', () => {
    seed(1);
    const z = new Variable(
      tensor(
        [
          [0, 0],
          [0, 0],
        ],
        'float64',
      ),
    );
    softmaxCrossEntropy(z, tensor([0, 1], 'int32')).backward();
    expect(z.grad?.toArray()).toEqual([
      [-0.25, 0.25],
      [0.25, -0.25],
    ]);
    const stored = new Variable(tensor([0, 5], 'int32'), { trainable: false });
    expect(() => softmaxCrossEntropy(z, stored)).toThrow(/label 5 at position \[1\]/);
  });
});

describe('errors', () => {
  const call = (z: AnyTensor, y: AnyTensor, options = {}): (() => unknown) => {
    return () => softmaxCrossEntropy(z, y, options);
  };
  const scores = zeros([2, 3]);

  it('name the label that is no class, its position and the legal range', () => {
    expect(call(scores, tensor([1, 3], 'int32'))).toThrow(
      'softmaxCrossEntropy: label 3 at position [1] is no class; with 3 classes labels are integers from 0 to 2',
    );
    expect(call(scores, tensor([-1, 0], 'int32'))).toThrow(/label -1 at position \[0\]/);
    expect(
      call(
        zeros([2, 3, 2, 2]),
        tensor(
          [
            [
              [0, 0],
              [0, 0],
            ],
            [
              [0, 0],
              [7, 0],
            ],
          ],
          'int32',
        ),
      ),
    ).toThrow(/label 7 at position \[1, 1, 0\]/);
    expect(call(scores, tensor([1, 9], 'int32'), { ignoreIndex: -1 })).toThrow(/label 9 .* or -1, which is ignored/);
    expect(call(scores, fromArray(new Uint8Array([0, 255]), [2]))).toThrow(/label 255 at position \[1\]/);
  });

  it('for computed labels come at evaluation', () => {
    const computed = tensor([1, 2], 'int32').add(1);
    const loss = softmaxCrossEntropy(scores, computed);
    expect(() => loss.item()).toThrow(/index 3/);
  });

  it('name the remedy for a wrong dtype', () => {
    expect(call(scores, tensor([0, 1]))).toThrow(
      /class indices must be int32 or uint8, got float32; .*cast\('int32'\)/,
    );
    expect(call(scores, zeros([2, 3], 'int32'))).toThrow(/must be a float, got int32; .*cast\('float32'\)/);
    expect(call(zeros([2, 3], 'int32'), labels)).toThrow(/float32 or float64 logits, got int32/);
  });

  it('name both shapes', () => {
    expect(call(scores, labels)).toThrow(
      /target of shape \[4\] does not fit logits of shape \[2, 3\]; .*\[2\].*\[2, 3\]/,
    );
    expect(call(zeros([]), labels)).toThrow(/logits of shape \[\] have no classes/);
    expect(call(zeros([2, 0]), tensor([0, 0], 'int32'))).toThrow(/have no classes/);
  });

  it('refuse options out of range', () => {
    const good = tensor([0, 1], 'int32');
    expect(call(scores, good, { labelSmoothing: 1.5 })).toThrow(/labelSmoothing must lie in \[0, 1\], got 1.5/);
    expect(call(scores, good, { classWeights: [1, 2] })).toThrow(/class weights of shape \[2\] do not fit 3 classes/);
    expect(call(scores, good, { reduction: 'avg' })).toThrow(/'mean', 'sum' or 'none', got 'avg'/);
    expect(call(scores, zeros([2, 3]), { ignoreIndex: 1 })).toThrow(/ignoreIndex 1 is for class indices/);
  });

  it('refuse the mean of an empty batch, but not its sum', () => {
    const none = zeros([0], 'int32');
    expect(call(zeros([0, 3]), none)).toThrow(
      /the mean over an empty batch \(losses of shape \[0\]\).*reduction 'sum'/,
    );
    expect(call(zeros([0, 3]), none, { classWeights: [1, 1, 1] })).toThrow(/empty batch/);
    expect(softmaxCrossEntropy(zeros([0, 3]), none, { reduction: 'sum' }).item()).toBe(0);
  });
});

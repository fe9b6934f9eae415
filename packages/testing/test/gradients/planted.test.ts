import { type AnyTensor, customVjp, fromArray, ones, tensor } from '@adjoint/core';
import { broadcastableTensors, checkGradients, GradientCheckError, tensors, wellConditioned } from '@adjoint/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plant, plantSquare, thrownBy } from '../planted.js';

type UnaryRule = (cotangent: AnyTensor, x: AnyTensor) => AnyTensor | undefined;

const first = (inputs: readonly AnyTensor[]): AnyTensor => inputs[0] as AnyTensor;
const second = (inputs: readonly AnyTensor[]): AnyTensor => inputs[1] as AnyTensor;

/** Runs a check that must fail and returns what it reports. */
function failureOf(check: () => unknown): GradientCheckError {
  const error = thrownBy(check);
  expect(error).toBeInstanceOf(GradientCheckError);
  return error as GradientCheckError;
}

const x = tensor(
  [
    [0.5, -1.25, 2],
    [1.5, 0.75, -0.5],
  ],
  'float64',
);

const wrongSquares: Record<string, UnaryRule> = {
  'of the wrong sign': (cotangent, at) => cotangent.mul(at).mul(-2),
  'without its factor': (cotangent, at) => cotangent.mul(at),
  'off by one part in 100,000': (cotangent, at) => cotangent.mul(at).mul(2 * (1 + 1e-5)),
  'with an additive constant': (cotangent, at) => cotangent.mul(at.mul(2).add(0.001)),
  'missing altogether': () => undefined,
  'wrong where x > 1 only': (cotangent, at) => at.gt(1).where(cotangent.mul(at), cotangent.mul(at).mul(2)),
  'NaN at some elements': (cotangent, at) => at.gt(1).where(Number.NaN, cotangent.mul(at).mul(2)),
  'infinite at some elements': (cotangent, at) => at.gt(1).where(Number.POSITIVE_INFINITY, cotangent.mul(at).mul(2)),
  'in reverse order': (cotangent, at) => cotangent.mul(at).mul(2).flip(),
  'summed over an axis': (cotangent, at) => cotangent.mul(at).mul(2).mean(0, true).expand(at.shape),
  'quadratic in the cotangent': (cotangent, at) => cotangent.mul(cotangent).mul(at).mul(2),
  'without the cotangent': (_, at) => at.mul(2),
  'of another shape': (cotangent, at) => cotangent.mul(at).mul(2).sum(0),
  'of another dtype': (cotangent, at) => cotangent.mul(at).mul(2).cast('float32'),
  'made by a rule that throws': (cotangent) => cotangent.reshape([5, 5]),
};

describe('a planted gradient is caught and its op named', () => {
  it.each(Object.entries(wrongSquares))('%s', (_, rule) => {
    const wrong = plantSquare('wrongSquare', rule);
    const error = failureOf(() => checkGradients(wrong, [x]));
    expect(error.op).toBe('wrongSquare');
    expect(error.order).toBe(1);
    expect(error.input).toBe(0);
  });

  // A gradient of another dtype is promoted by the ops before it: only its own inputs show it.
  const wrongInChains = Object.entries(wrongSquares).filter(([name]) => name !== 'of another dtype');

  it.each(wrongInChains)('%s, in the middle of a chain', (_, rule) => {
    const wrong = plantSquare('wrongSquare', rule);
    const chain = (a: AnyTensor, b: AnyTensor): AnyTensor => wrong(a.mul(b).add(0.25)).add(2).log().sum(0);
    const error = failureOf(() => checkGradients(chain, [x, tensor([1, 0.5, 1], 'float64')]));
    expect(error.op).toBe('wrongSquare');
    expect(error.message).toContain("'wrongSquare'");
  });

  it('where it multiplies by a matrix in place of its transpose', () => {
    const wrong = plant({
      name: 'wrongMatmul',
      value: (a, b) => (a as AnyTensor).matmul(b as AnyTensor),
      vjp: ({ cotangent, inputs }, index) =>
        index === 0 ? cotangent.matmul(second(inputs)) : first(inputs).transpose().matmul(cotangent),
    });
    const b = tensor(
      [
        [1, 2],
        [-1, 0.5],
      ],
      'float64',
    );
    const error = failureOf(() =>
      checkGradients(wrong, [
        tensor(
          [
            [0.5, 1],
            [2, -1],
          ],
          'float64',
        ),
        b,
      ]),
    );
    expect(error).toMatchObject({ op: 'wrongMatmul', input: 0, element: [0, 0] });
  });

  it('where the gradient itself is transposed', () => {
    const wrong = plantSquare('wrongSquare', (cotangent, at) => cotangent.mul(at).mul(2).transpose());
    const square = tensor(
      [
        [0.5, 1],
        [2, -1],
      ],
      'float64',
    );
    expect(failureOf(() => checkGradients(wrong, [square])).element).toEqual([0, 1]);
  });

  it('where only the second input is wrong, and says which', () => {
    const wrong = plant({
      name: 'wrongDivide',
      value: (a, b) => (a as AnyTensor).div(b as AnyTensor),
      vjp: ({ cotangent, inputs, output }, index) =>
        index === 0 ? cotangent.div(second(inputs)) : cotangent.mul(output).div(second(inputs)),
    });
    const error = failureOf(() =>
      checkGradients(
        wrong,
        [
          x,
          tensor(
            [
              [1, 2, 3],
              [4, 5, 6],
            ],
            'float64',
          ),
        ],
        { names: ['numerator', 'denominator'] },
      ),
    );
    expect(error).toMatchObject({ op: 'wrongDivide', input: 1, inputName: "input 1 'denominator'", element: [0, 0] });
    expect(error.message).toContain('-1 times the differences');
  });

  it('where it is wrong only under broadcasting', () => {
    const wrong = plant({
      name: 'wrongBias',
      value: (a, b) => (a as AnyTensor).add(b as AnyTensor),
      // Right for equal shapes, a mean in place of a sum where b was repeated.
      vjp: ({ cotangent, inputs }, index) => {
        if (index === 0 || second(inputs).shape.length === first(inputs).shape.length) return cotangent;
        return cotangent.mean(0);
      },
    });
    expect(checkGradients(wrong, [x, x])).toBeDefined();
    expect(failureOf(() => checkGradients(wrong, [x, tensor([1, 2, 3], 'float64')]))).toMatchObject({
      op: 'wrongBias',
      input: 1,
      element: [0],
    });
  });

  it('where the rule forgets to sum over repetitions at all', () => {
    const wrong = plant({
      name: 'wrongBias',
      value: (a, b) => (a as AnyTensor).add(b as AnyTensor),
      vjp: ({ cotangent }) => cotangent,
    });
    const error = failureOf(() => checkGradients(wrong, [x, tensor([1, 2, 3], 'float64')]));
    expect(error).toMatchObject({ op: 'wrongBias', input: 1 });
    expect(error.message).toContain('has shape [2, 3]');
    expect(error.message).toContain('expected [3]');
  });

  it('where it stands between ops that stop gradients on purpose', () => {
    const wrong = plantSquare('wrongSquare', (cotangent, at) => cotangent.mul(at));
    const f = (a: AnyTensor): AnyTensor => wrong(a).mul(a.gt(0).cast('float64')).add(a.floor());
    expect(failureOf(() => checkGradients(f, [x])).op).toBe('wrongSquare');
  });

  it('where a stopGradient cuts a way off', () => {
    const error = failureOf(() => checkGradients((a: AnyTensor) => a.mul(a.stopGradient()), [x]));
    expect(error.op).toBe('stopGradient');
  });

  it('where a user rule of customVjp is wrong, without blaming what its value is made of', () => {
    const wrong = customVjp(
      (a: AnyTensor): AnyTensor => a.mul(a).exp(),
      ({ cotangent, output }) => [cotangent.mul(output)],
      { name: 'wrongGauss', linear: true },
    );
    expect(failureOf(() => checkGradients((a: AnyTensor) => wrong(a.mul(0.5)).sin(), [x])).op).toBe('wrongGauss');
  });

  it('where a right customVjp stands before a wrong op', () => {
    const right = customVjp(
      (a: AnyTensor): AnyTensor => a.mul(a).exp(),
      ({ cotangent, inputs, output }) => [cotangent.mul(output).mul(first(inputs)).mul(2)],
      { name: 'rightGauss', linear: true },
    );
    const wrong = plantSquare('wrongSquare', (cotangent, at) => cotangent.mul(at));
    expect(failureOf(() => checkGradients((a: AnyTensor) => wrong(right(a)), [x])).op).toBe('wrongSquare');
  });

  it('in one element of a large input', () => {
    const wrong = plantSquare('wrongSquare', (cotangent, at) => {
      const mask = new Float64Array(2000).fill(2);
      mask[1234] = 1;
      return cotangent.mul(at).mul(fromArray(mask, [2000]));
    });
    const large = fromArray(
      Float64Array.from({ length: 2000 }, (_, index) => 1 + (index % 7) / 8),
      [2000],
    );
    const error = failureOf(() => checkGradients(wrong, [large], { maximalElements: 8 }));
    expect(error.element).toBeUndefined();
    expect(error.message).toContain('along a random direction');
  });
});

const wrongAtSecondOrder: Record<string, UnaryRule> = {
  'the dependence on x is cut off': (cotangent, at) => cotangent.mul(at.stopGradient()).mul(2),
  'the dependence on the cotangent is cut off': (cotangent, at) => cotangent.stopGradient().mul(at).mul(2),
  'x is read on the host': (cotangent, at) =>
    cotangent.mul(fromArray(Float64Array.from(at.dataSync()), at.shape)).mul(2),
  'half of a sum is cut off': (cotangent, at) => cotangent.mul(at).add(cotangent.mul(at.stopGradient())),
};

describe('a gradient that is right, but whose own derivative is not', () => {
  it.each(Object.entries(wrongAtSecondOrder))('%s', (_, rule) => {
    const wrong = plantSquare('wrongSquare', rule);
    const f = (a: AnyTensor): AnyTensor => wrong(a.mul(0.5)).add(1).log();
    expect(checkGradients(f, [x]).elements).toBe(6);
    const error = failureOf(() => checkGradients(f, [x], { order: 2 }));
    expect(error.order).toBe(2);
    expect(error.op).toBe('wrongSquare');
    expect(error.message).toContain('the gradient of the gradient');
  });

  it('is named by the cotangent where that is what is cut off', () => {
    const wrong = plantSquare('wrongSquare', (cotangent, at) => cotangent.stopGradient().mul(at).mul(2));
    expect(failureOf(() => checkGradients(wrong, [x], { order: 2 })).inputName).toBe('the cotangent');
  });
});

describe('planted gradients are caught whatever is drawn', () => {
  it.each(Object.entries(wrongSquares))('%s', (name, rule) => {
    const somewhere = name.includes('some elements') || name.includes('x > 1');
    // Without elements, without variety along an axis, or without one above 1, some of the rules are right.
    const drawn = fc
      .tuple(wellConditioned({ shape: [2, 3], limit: 3 }), fc.nat())
      .filter(([at]) => !somewhere || at.dataSync().some((value) => value > 1));
    const wrong = plantSquare('wrongSquare', rule);
    fc.assert(
      fc.property(drawn, ([at, seed]) => {
        expect(() => checkGradients(wrong, [at], { seed })).toThrow(GradientCheckError);
      }),
      { seed: 1, numRuns: 20 },
    );
  });
});

describe('right gradients pass whatever is drawn', () => {
  const rightSquare = plantSquare('rightSquare', (cotangent, at) => cotangent.mul(at).mul(2));
  const any = tensors();
  const positive = wellConditioned({ positive: true });
  const functions: [string, (at: AnyTensor) => AnyTensor, fc.Arbitrary<AnyTensor>][] = [
    ['planted right', (at) => rightSquare(at), any],
    ['exp', (at) => at.mul(20).exp(), any],
    ['log near 0', (at) => at.log(), tensors({ range: [2 ** -14, 0.01] })],
    ['a steep power', (at) => at.pow(-5), tensors({ range: [0.01, 3] })],
    ['a fast oscillation', (at) => at.mul(100).sin(), any],
    ['near a pole', (at) => at.tan(), tensors({ range: [-1.55, 1.55] })],
    ['near the end of the domain', (at) => at.asin(), tensors({ range: [-0.9999, 0.9999] })],
    ['near a kink', (at) => at.relu(), tensors({ range: [2 ** -12, 0.01] })],
    ['saturated', (at) => at.tanh(), tensors({ range: [-40, 40] })],
    ['constant', (at) => at.sin().square().add(at.cos().square()), any],
    ['cancelling', (at) => at.add(1000).square().sub(at.square()), any],
    ['large', (at) => at.mul(1e8).add(at.sin()), any],
    ['in float32 on the way', (at) => at.cast('float32').mul(3).sin(), any],
    ['softmax', (at) => at.sub(at.logsumexp()).exp(), tensors({ range: [-20, 20] })],
    ['a root of a sum', (at) => at.square().sum().sqrt(), positive],
    ['a product', (at) => at.prod(), any],
    ['independent of its input', (at) => ones([2], 'float64').add(at.sum().mul(0)), any],
  ];

  it.each(functions)('%s', (_, f, drawn) => {
    fc.assert(
      fc.property(drawn, fc.nat(), (at, seed) => {
        checkGradients(f, [at], { order: 2, seed });
      }),
      { seed: 2, numRuns: 30 },
    );
  });

  it('broadcasting', () => {
    fc.assert(
      fc.property(broadcastableTensors(2, { minSize: 0 }), fc.nat(), ([a, b], seed) => {
        checkGradients((left: AnyTensor, right: AnyTensor) => left.mul(right).add(left), [a, b], {
          order: 2,
          seed,
        });
      }),
      { seed: 3, numRuns: 20 },
    );
  });
});

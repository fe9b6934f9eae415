import { type AnyTensor, Generator, randomNormal, tensor, Variable } from '@adjoint/core';
import { checkGradients, GradientCheckError } from '@adjoint/testing';
import { describe, expect, it } from 'vitest';
import { plantSquare, thrownBy } from '../planted.js';

const x = tensor(
  [
    [0.5, -1.25, 2],
    [1.5, 0.75, -0.5],
  ],
  'float64',
);
const half = plantSquare('halfSquare', (cotangent, at) => cotangent.mul(at));

const messageOf = (check: () => unknown): string => (thrownBy(check) as Error).message;

describe('checkGradients', () => {
  it('counts the derivatives it has compared', () => {
    expect(checkGradients((a: AnyTensor) => a.exp(), [x])).toEqual({ elements: 6, notes: [] });
    // The second order adds those by the inputs and by the cotangent.
    expect(checkGradients((a: AnyTensor) => a.exp().sum(0), [x], { order: 2 }).elements).toBe(6 + 6 + 3);
  });

  it('takes functions of several tensors, and the library’s own functions', () => {
    expect(checkGradients((a: AnyTensor, b: AnyTensor) => a.mul(b), [x, tensor([1, 2, 3], 'float64')]).elements).toBe(
      9,
    );
  });

  it('takes trees of results and skips those without a gradient', () => {
    const f = (a: AnyTensor): unknown => ({ values: [a.exp(), a.sin().sum()], where: a.argmax(0) });
    expect(checkGradients(f, [x]).elements).toBe(6);
    const wrong = (a: AnyTensor): unknown => [a.exp(), half(a)];
    expect(thrownBy(() => checkGradients(wrong, [x]))).toMatchObject({ op: 'halfSquare' });
  });

  it('casts float32 to float64 and says so', () => {
    const single = tensor([1, 2, 3]);
    expect(checkGradients((a: AnyTensor) => a.exp(), [single]).notes).toEqual([
      'float32 inputs were cast to float64 for the check',
    ]);
    expect(messageOf(() => checkGradients(half, [single]))).toContain('note: float32 inputs were cast');
  });

  it('passes integers and bools on as they are', () => {
    const seen: string[] = [];
    const f = (a: AnyTensor, index: AnyTensor, mask: AnyTensor): AnyTensor => {
      seen.push(`${index.dtype} ${mask.dtype}`);
      return mask.where(a.take(index, 1), 0);
    };
    const report = checkGradients(f, [x, tensor([2, 0], 'int32'), tensor([true, false])], { order: 2 });
    expect(report.elements).toBe(6 + 6 + 4);
    expect(new Set(seen)).toEqual(new Set(['int32 bool']));
  });

  it('leaves the inputs as they were', () => {
    const before = x.toArray();
    checkGradients((a: AnyTensor) => a.exp(), [x], { order: 2 });
    expect(x.toArray()).toEqual(before);
  });

  it('takes empty tensors', () => {
    expect(checkGradients((a: AnyTensor) => a.exp(), [tensor([], 'float64')], { order: 2 }).elements).toBe(0);
  });

  it('checks a sample and one direction of a large input', () => {
    const large = tensor(
      [...Array(300).keys()].map((index) => index / 300),
      'float64',
    );
    expect(checkGradients((a: AnyTensor) => a.sin().mul(a), [large], { maximalElements: 10 }).elements).toBe(11);
  });

  it('checks forward mode on request', () => {
    expect(checkGradients((a: AnyTensor) => a.exp(), [x], { forward: true }).elements).toBe(6);
    const cut = plantSquare('cut', (cotangent, at) => cotangent.stopGradient().mul(at).mul(2));
    expect(checkGradients(cut, [x]).elements).toBe(6);
    expect(() => checkGradients(cut, [x], { forward: true })).toThrow(/^checkGradients: ⟨v, Jw⟩ = 0 by forward mode/);
  });

  it('is decided by its seed', () => {
    const message = (seed: number): string => messageOf(() => checkGradients(half, [x], { seed }));
    expect(message(1)).toBe(message(1));
    expect(message(1)).not.toBe(message(2));
  });

  it('accepts what the tolerances allow', () => {
    const near = plantSquare('nearSquare', (cotangent, at) => cotangent.mul(at).mul(2.0002));
    expect(() => checkGradients(near, [x])).toThrow(GradientCheckError);
    expect(() => checkGradients(near, [x], { relativeTolerance: 1e-5 })).toThrow(GradientCheckError);
    expect(checkGradients(near, [x], { relativeTolerance: 1e-3 }).elements).toBe(6);
    expect(checkGradients(near, [x], { absoluteTolerance: 1e-2 }).elements).toBe(6);
  });

  it('refuses functions without anything to differentiate', () => {
    expect(() => checkGradients((a: AnyTensor) => a, [tensor([1, 2], 'int32')])).toThrow(
      /none of the 1 inputs is a float tensor.*give at least one float64 tensor/,
    );
    expect(() => checkGradients((a: AnyTensor) => a.argmax(0), [x])).toThrow(
      /the function returned int32, which has no gradient/,
    );
  });

  it('refuses functions that draw new numbers at each call', () => {
    const noisy = (a: AnyTensor): AnyTensor => a.mul(randomNormal([2, 3]));
    expect(() => checkGradients(noisy, [x])).toThrow(/gives other values each time.*generator that is made anew/);
    const repeating = (a: AnyTensor): AnyTensor => a.mul(randomNormal([2, 3], { generator: new Generator(1) }));
    expect(checkGradients(repeating, [x]).elements).toBe(6);
  });
});

describe('the message of a failed check', () => {
  it('names the input, the element, both numbers, the tolerance and the op', () => {
    const error = thrownBy(() =>
      checkGradients((a: AnyTensor) => half(a).add(1), [x], { names: ['weights'] }),
    ) as GradientCheckError;
    const lines = error.message.split('\n');
    expect(lines[0]).toBe(
      "checkGradients: the gradient with respect to input 0 'weights' [2, 3] is wrong at element [0, 0]",
    );
    expect(lines[1]).toMatch(/^ {2}from the vjp: +-?\d/);
    expect(lines[2]).toMatch(/^ {2}from differences: -?\d.* ± \d.* \(tolerance \d/);
    expect(lines[3]).toMatch(/^ {2}the element is: +0\.5$/);
    expect(lines[4]).toBe('  6 of 6 derivatives of this input are wrong; the vjp is 0.5 times the differences');
    expect(lines[5]).toMatch(/^ {2}op: 'halfSquare'; checked alone, its own vjp for its input 0 gives/);
    expect(error.name).toBe('GradientCheckError');
    expect(error.numeric).toBeCloseTo(2 * error.analytic, 6);
    expect(error.tolerance).toBeLessThan(1e-6);
  });

  it('tells where no single op is to blame', () => {
    let calls = 0;
    // Another function at the first call, which builds the graph for the projection, than afterwards.
    const inconsistent = (a: AnyTensor): AnyTensor => (calls++ === 2 ? a.mul(3) : a.mul(2));
    expect(messageOf(() => checkGradients(inconsistent, [x]))).toContain('no op on it is wrong by itself');
  });

  it('keeps what a rule threw as its cause', () => {
    const throwing = plantSquare('throwing', () => {
      throw new RangeError('no rule for this');
    });
    const error = thrownBy(() => checkGradients(throwing, [x])) as GradientCheckError;
    expect(error.message).toContain('cannot be computed: no rule for this');
    expect(error.cause).toBeInstanceOf(RangeError);
    expect(error.op).toBe('throwing');
  });

  it('says so where the function has no value', () => {
    const f = (a: AnyTensor): AnyTensor => a.log().mul(2);
    const error = thrownBy(() => checkGradients(f, [tensor([1, -1], 'float64')])) as GradientCheckError;
    expect(error.message).toMatch(
      /the function is NaN at element \[1\] of its result 0; .*check it where it has a value/,
    );
    expect(error.op).toBe('log');
  });

  it('says so where the function has no value around an element', () => {
    const f = (a: AnyTensor): AnyTensor => a.eq(1).where(1, Number.NaN).mul(a);
    const error = thrownBy(() => checkGradients(f, [tensor([1, 1], 'float64')])) as GradientCheckError;
    expect(error).toMatchObject({ element: [0], numeric: Number.NaN });
    expect(error.message).toContain('not finite: the function has no finite values around here');
  });

  it('takes infinities that stay', () => {
    const masked = (a: AnyTensor): AnyTensor => tensor([true, false]).where(a, Number.NEGATIVE_INFINITY);
    expect(checkGradients(masked, [tensor([1, 2], 'float64')]).elements).toBe(2);
    expect(checkGradients((a: AnyTensor) => masked(a).logsumexp(), [tensor([1, 2], 'float64')]).elements).toBe(2);
  });
});

describe('kinks', () => {
  const atKink = tensor([1, 0, -1], 'float64');

  it('are reported with both slopes', () => {
    const error = thrownBy(() => checkGradients((a: AnyTensor) => a.relu(), [atKink])) as GradientCheckError;
    expect(error.element).toEqual([1]);
    expect(error.message).toMatch(/kink here: its slope is .* to the left and .* to the right/);
    expect(error.message).toContain("{ atKinks: 'subgradient' }");
  });

  it('accept any subgradient on request, and nothing beyond', () => {
    expect(checkGradients((a: AnyTensor) => a.relu(), [atKink], { atKinks: 'subgradient' }).elements).toBe(3);
    const beyond = plantSquare('beyond', (cotangent, at) => cotangent.mul(at.mul(2).add(at.eq(0).cast('float64'))));
    const f = (a: AnyTensor): AnyTensor => beyond(a).add(a.abs().mul(0.25));
    const error = thrownBy(() => checkGradients(f, [atKink], { atKinks: 'subgradient' }));
    expect(error).toMatchObject({ element: [1], op: 'beyond' });
  });

  it('excuse nothing where the function is smooth', () => {
    const error = thrownBy(() => checkGradients(half, [atKink], { atKinks: 'subgradient' }));
    expect((error as Error).message).not.toContain('kink');
  });
});

describe('Variables', () => {
  const weight = new Variable(
    tensor([
      [1, 2],
      [-1, 0.5],
      [0, 1],
    ]),
    { name: 'weight' },
  );
  const bias = new Variable(tensor([0.5, -0.5]));

  it('are checked like inputs, in float64', () => {
    const layer = (a: AnyTensor): AnyTensor => a.matmul(weight).add(bias).tanh();
    expect(checkGradients(layer, [x], { variables: { weight, bias }, order: 2 }).elements).toBe(14 + 14 + 4);
    expect(checkGradients(layer, [x], { variables: [weight, bias] }).elements).toBe(14);
  });

  it('are named where their gradient is wrong', () => {
    const layer = (a: AnyTensor): AnyTensor => a.matmul(half(weight)).add(bias);
    const byLabel = thrownBy(() => checkGradients(layer, [x], { variables: [bias, weight] }));
    expect(byLabel).toMatchObject({ inputName: "the Variable 'weight'", op: 'halfSquare' });
    const byKey = thrownBy(() => checkGradients(layer, [x], { variables: { w: weight } }));
    expect(byKey).toMatchObject({ inputName: "the Variable 'w'" });
  });

  it('have their values afterwards, also when the function throws', () => {
    const before = weight.toArray();
    const throwing = (): AnyTensor => {
      throw new Error('in the middle');
    };
    expect(() => checkGradients(throwing, [x], { variables: { weight } })).toThrow('in the middle');
    expect(weight.toArray()).toEqual(before);
    expect(weight.dtype).toBe('float32');
  });
});

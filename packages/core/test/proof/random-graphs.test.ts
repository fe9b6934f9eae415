import {
  type AnyTensor,
  concat,
  evaluate,
  fromArray,
  hypot,
  lerp,
  logaddexp,
  stack,
  take,
  tensor,
  Variable,
  verify,
  vjp,
} from '@adjoint/core';
import { checkGradients, numbers, vjpMatchesJvp, vmapEqualsLoop } from '@adjoint/testing';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { listOf } from './draws.js';
import { nodesBelow } from './laws.js';
import { effort, seed } from './prove.js';

/**
 * Programs drawn at random: a list of steps, each an op on tensors made before. Every tensor is float64 [2, 3]. The
 * steps are smooth everywhere and keep magnitudes of about 2, so that differences stay accurate after a dozen of them.
 */
type Step = (x: AnyTensor, y: AnyTensor) => AnyTensor;

const picked = tensor([1, 0, 1], 'int32');

const steps: Readonly<Record<string, Step>> = {
  add: (x, y) => x.add(y).mul(0.5),
  sub: (x, y) => x.sub(y).mul(0.5),
  mul: (x, y) => x.mul(y).mul(0.5),
  div: (x, y) => x.div(y.square().add(1)),
  neg: (x) => x.neg(),
  square: (x) => x.square().mul(0.5),
  cube: (x) => x.pow(3).mul(0.125),
  powers: (x, y) => x.square().add(1).pow(y.tanh()).mul(0.5),
  sqrt: (x) => x.square().add(1).sqrt().sub(1),
  reciprocal: (x) => x.square().add(0.5).reciprocal(),
  exp: (x) => x.exp().mul(0.25),
  log: (x) => x.square().add(1).log(),
  tanh: (x) => x.tanh(),
  sin: (x, y) => x.sin().mul(y.cos()),
  sigmoid: (x) => x.sigmoid(),
  softplus: (x) => x.softplus().sub(0.5),
  erf: (x) => x.erf(),
  atan2: (x, y) => x.atan2(y.square().add(1)),
  hypot: (x, y) => hypot(x, y.add(4)).sub(4),
  logaddexp: (x, y) => logaddexp(x, y).sub(0.5),
  lerp: (x, y) => lerp(x, y, y.sigmoid()),
  softmax: (x) => x.sub(x.logsumexp(-1, true)).exp(),
  centred: (x) => x.sub(x.mean(0, true)).div(x.var(0, true).add(1)),
  norm: (x) => x.div(x.add(4).norm(2, -1, true)),
  prod: (x, y) => x.prod(0, true).mul(0.25).add(y.mul(0.5)),
  cumsum: (x) => x.cumsum(1).div(3),
  cumprod: (x) => x.cumprod(-1).mul(0.25),
  matmul: (x, y) => x.matmul(y.transpose()).matmul(x).div(12),
  reshape: (x) => x.reshape([3, 2]).transpose(),
  flip: (x) => x.flip(1),
  roll: (x) => x.roll(2),
  slices: (x, y) => concat([x.slice(null, [1, 3]), y.slice(null, [0, 1])], 1),
  stack: (x, y) => stack([x.slice(0), y.slice(1)]),
  pad: (x, y) =>
    x
      .slice([0, 1])
      .pad([
        [0, 1],
        [0, 0],
      ])
      .add(y)
      .mul(0.5),
  take: (x) => take(x, picked, 1),
};

interface Program {
  readonly leaves: readonly AnyTensor[];
  readonly code: readonly { readonly name: string; readonly x: number; readonly y: number }[];
}

const leaf = listOf(numbers(), 6).map((data) => fromArray(Float64Array.from(data), [2, 3]));
const instruction = fc.record({ name: fc.constantFrom(...Object.keys(steps)), x: fc.nat({ max: 3 }), y: fc.nat() });

/** Steps work on recent results, so that most of the program matters. */
const programs: fc.Arbitrary<Program> = fc
  .record({ leaves: listOf(leaf, 2), code: fc.array(instruction, { minLength: 1, maxLength: 10, size: 'max' }) })
  .map((program) => Object.defineProperty(program, fc.toStringMethod, { value: () => show(program) }));

function show({ leaves, code }: Program): string {
  const lines = code.map(({ name, x, y }, index) => {
    const known = leaves.length + index;
    return `%${known} = ${name}(%${known - 1 - (x % known)}, %${y % known})`;
  });
  return [...leaves.map((each, index) => `%${index} = ${JSON.stringify(each.toArray())}`), ...lines].join('\n');
}

function run({ code }: Program, leaves: readonly AnyTensor[], built: (node: AnyTensor) => void = () => {}): AnyTensor {
  const made = [...leaves];
  for (const { name, x, y } of code) {
    const known = made.length;
    const next = (steps[name] as Step)(made[known - 1 - (x % known)] as AnyTensor, made[y % known] as AnyTensor);
    built(next);
    made.push(next);
  }
  return made.at(-1) as AnyTensor;
}

const weights = fromArray(Float64Array.of(1, -0.5, 0.75, 1.25, -1, 0.5), [2, 3]);

/** The result, and the gradient of a weighted sum of it by each leaf. */
function withGradients(program: Program, leaves: readonly AnyTensor[]): AnyTensor[] {
  const [value, pullback] = vjp((...each: readonly AnyTensor[]) => run(program, each), ...leaves);
  return [value, ...(pullback(weights) as AnyTensor[])];
}

const bits = (tensors: readonly AnyTensor[]): number[][] => tensors.map((each) => Array.from(each.dataSync()));

const holds = (name: string, numRuns: number, property: fc.IRawProperty<unknown>): void => {
  it(name, () => {
    fc.assert(property, { seed, numRuns: numRuns * effort, includeErrorInReport: true });
  });
};

describe('random programs of smooth ops', () => {
  holds(
    'have the gradients that differences give',
    60,
    fc.property(programs, fc.nat(), (program, choice) => {
      checkGradients((...leaves: AnyTensor[]) => run(program, leaves), program.leaves, { seed: choice });
    }),
  );

  holds(
    'have the second derivatives that differences give',
    20,
    fc.property(programs, fc.nat(), (program, choice) => {
      checkGradients((...leaves: AnyTensor[]) => run(program, leaves), program.leaves, { seed: choice, order: 2 });
    }),
  );

  holds(
    'have a forward mode that is the transpose of the reverse mode',
    15,
    fc.property(programs, fc.nat(), (program, choice) => {
      vjpMatchesJvp((...leaves: AnyTensor[]) => run(program, leaves), program.leaves, { seed: choice });
    }),
  );

  holds(
    'can be mapped over a batch, their gradients too',
    15,
    fc.property(programs, fc.boolean(), (program, sharesSecond) => {
      const [first, second] = program.leaves as [AnyTensor, AnyTensor];
      const batch = stack([first, first.mul(0.75), first.neg()]);
      const other = sharesSecond ? second : stack([second, second.add(0.25), second], 2);
      const axes = [0, sharesSecond ? null : 2];
      evaluate([batch, other]);
      vmapEqualsLoop((...leaves: AnyTensor[]) => withGradients(program, leaves), [batch, other], {
        in: axes,
        tolerance: 1e-9,
      });
    }),
  );

  holds(
    'give the same bits wherever their evaluation is split',
    40,
    fc.property(programs, fc.infiniteStream(fc.boolean()), fc.boolean(), (program, chosen, trains) => {
      const leaves = (): readonly AnyTensor[] =>
        trains ? program.leaves.map((each) => new Variable(each)) : program.leaves;
      const whole = withGradients(program, leaves());
      verify(...whole);
      evaluate(whole);
      const expected = bits(whole);

      const split = withGradients(program, leaves());
      for (const node of nodesBelow(split)) if (chosen.next().value) evaluate(node);
      expect(bits(split), 'some nodes one by one').toEqual(expected);

      const batched = withGradients(program, leaves());
      evaluate(nodesBelow(batched).filter(() => chosen.next().value));
      expect(bits(batched), 'some nodes in one run').toEqual(expected);

      const read = run(program, leaves(), (node) => {
        if (chosen.next().value) node.dataSync();
      });
      expect(bits([read]), 'some nodes as soon as they are built').toEqual(expected.slice(0, 1));
    }),
  );
});

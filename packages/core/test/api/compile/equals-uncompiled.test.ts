import {
  type AnyTensor,
  compile,
  Generator,
  type GeneratorState,
  grad,
  randomNormal,
  randomUniform,
  step,
  Variable,
  vmap,
} from '@adjoint/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

/**
 * Small functions of two tensors [3, 3], with Variables, random draws and assignments, each made twice: compiled and
 * not. After any series of calls, steps and other changes both have returned the same bits and hold the same bits.
 */

const size = 3;
const shape = [size, size] as const;

/** An instruction adds a tensor [3, 3] to those that are there; operands are counted from the last one backwards. */
const instruction = fc.record({
  kind: fc.constantFrom(
    'add',
    'sub',
    'mul',
    'matmul',
    'tanh',
    'sin',
    'scale',
    'shift',
    'transpose',
    'centre',
    'normal',
    'uniform',
    'variable',
    'assign',
    'gradient',
    'mapped',
    'constant',
    'dead',
    'stop',
  ),
  left: fc.nat(3),
  right: fc.nat(3),
  which: fc.nat(1),
});
type Instruction = typeof instruction extends fc.Arbitrary<infer T> ? T : never;

const action = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('call' as const), seed: fc.nat(5), number: fc.nat(1) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('step' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('set' as const), which: fc.nat(1), seed: fc.nat(5) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('freeze' as const), which: fc.nat(1) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('reseed' as const), seed: fc.nat(5) }) },
);
type Action = typeof action extends fc.Arbitrary<infer T> ? T : never;

/** One of the two: its own Variables and generator, so that they do not see each other. */
class World {
  readonly variables: readonly Variable[];
  readonly generator = new Generator(1);

  constructor() {
    const start = new Generator(2);
    this.variables = [0, 1].map(() => new Variable(randomNormal(shape, { generator: start })));
  }

  function(instructions: readonly Instruction[]) {
    const constant = randomNormal(shape, { generator: new Generator(3) });
    return (x: AnyTensor, y: AnyTensor, number: number): AnyTensor[] => {
      const values = [x, y];
      for (const { kind, left, right, which } of instructions) {
        const operand = (back: number): AnyTensor => values[Math.max(0, values.length - 1 - back)] as AnyTensor;
        const [a, b] = [operand(left), operand(right)];
        const variable = this.variables[which] as Variable;
        const { generator } = this;
        const make: Record<Instruction['kind'], () => AnyTensor> = {
          add: () => a.add(b),
          sub: () => a.sub(b),
          mul: () => a.mul(b),
          matmul: () => a.matmul(b),
          tanh: () => a.tanh(),
          sin: () => a.sin(),
          scale: () => a.mul(number + 0.5),
          shift: () => a.add(number),
          transpose: () => a.transpose(),
          centre: () => a.sub(a.mean(which, true)),
          normal: () => a.add(randomNormal(shape, { generator })),
          uniform: () => a.mul(randomUniform(shape, { generator: which === 0 ? generator : generator.fork() })),
          variable: () => a.mul(variable),
          assign: () => {
            variable.assign(a);
            return b.add(variable);
          },
          gradient: () => grad((each: AnyTensor) => each.mul(b).tanh().matmul(variable).sum())(a) as AnyTensor,
          mapped: () => vmap((row: AnyTensor) => row.mul(2).sub(row.max()))(a) as AnyTensor,
          constant: () => a.add(constant),
          dead: () => {
            variable.exp().add(randomNormal(shape, { generator }));
            return a;
          },
          stop: () => a.stopGradient(),
        };
        values.push(make[kind]());
      }
      return values.slice(-3);
    };
  }
}

function bitsOf(tensor: AnyTensor): number[] {
  const { buffer, byteOffset, length } = tensor.dataSync();
  return Array.from(new Int32Array(buffer, byteOffset, length));
}

/** What is seen of a world while actions are taken in it. */
function observe(
  world: World,
  f: (x: AnyTensor, y: AnyTensor, number: number) => AnyTensor[],
  actions: readonly Action[],
): unknown[] {
  const seen: unknown[] = [];
  const before: AnyTensor[] = [];
  for (const each of actions) {
    if (each.kind === 'call') {
      const [x, y] = [0, 1].map((more) => randomNormal(shape, { generator: new Generator(each.seed * 2 + more) }));
      seen.push(f(x as AnyTensor, y as AnyTensor, each.number).map(bitsOf));
    } else if (each.kind === 'step') {
      before.push(...world.variables.map((variable) => variable.mul(1)));
      step();
    } else if (each.kind === 'set') {
      (world.variables[each.which] as Variable).assign(randomNormal(shape, { generator: new Generator(each.seed) }));
    } else if (each.kind === 'freeze') {
      const variable = world.variables[each.which] as Variable;
      variable.trainable = !variable.trainable;
    } else world.generator.restore({ seed: each.seed, stream: 0 });
    const state: GeneratorState = world.generator.state();
    seen.push(state);
  }
  seen.push(world.variables.map(bitsOf), before.slice(-2).map(bitsOf));
  return seen;
}

describe('a compiled function', () => {
  it('does bit for bit what the function does, whatever happens between calls', () => {
    let calls = 0;
    fc.assert(
      fc.property(
        fc.array(instruction, { minLength: 1, maxLength: 12 }),
        fc.array(action, { minLength: 4, maxLength: 16 }),
        (instructions, actions) => {
          const [plain, compiled] = [new World(), new World()];
          const expected = observe(plain, plain.function(instructions), actions);
          const actual = observe(compiled, compile(compiled.function(instructions)), actions);
          expect(actual).toEqual(expected);
          calls += actions.length;
        },
      ),
      { numRuns: 200 },
    );
    expect(calls).toBeGreaterThan(0);
  });
});

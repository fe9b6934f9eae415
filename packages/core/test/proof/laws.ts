import {
  type AnyTensor,
  backward,
  type DType,
  evaluate,
  fromArray,
  print,
  type Shape,
  sizeOf,
  stack,
  Variable,
  verify,
  vjp,
  vmap,
} from '@adjoint/core';
import {
  assertClose,
  broadcastingEqualsExpanding,
  checkGradients,
  float32MatchesFloat64,
  vjpIsLinear,
  vjpMatchesJvp,
  vmapEqualsLoop,
} from '@adjoint/testing';
import { expect } from 'vitest';
import { type Call, type Entry, resultsOf } from './entry.js';

/** What must hold for every call of an op; the seed decides what the law itself chooses. */
export interface Law {
  readonly name: string;
  readonly appliesTo: (entry: Entry) => boolean;
  readonly check: (call: Call, seed: number, entry: Entry) => void;
}

const always = (): boolean => true;
const hasGradient = ({ order }: Entry): boolean => order > 0;

const isFloat = ({ dtype }: AnyTensor): boolean => dtype === 'float32' || dtype === 'float64';

export const laws: readonly Law[] = [
  {
    name: 'its derivatives equal finite differences',
    appliesTo: hasGradient,
    check: ({ f, inputs }, seed, { order }) => {
      checkGradients(f, inputs, { order: order === 2 ? 2 : 1, seed });
    },
  },
  {
    name: 'its gradient is zero',
    appliesTo: ({ order }) => order === 0,
    check: (call) => {
      if (!call.inputs.some(isFloat)) return;
      for (const gradient of gradientOf(call)(...call.inputs)) {
        expect(Array.from(gradient.dataSync()).every((value) => value === 0)).toBe(true);
      }
    },
  },
  {
    name: 'its vjp is linear in the cotangent',
    appliesTo: hasGradient,
    check: ({ f, inputs }, seed) => vjpIsLinear(f, inputs, { seed }),
  },
  {
    name: 'forward mode is the transpose of reverse mode',
    appliesTo: hasGradient,
    check: ({ f, inputs }, seed) => vjpMatchesJvp(f, inputs, { seed }),
  },
  {
    name: 'vmap equals a loop',
    appliesTo: always,
    check: ({ f, inputs }, seed) => {
      for (const axes of batchings(inputs, seed)) vmapEqualsLoop(f, batched(inputs, axes), { in: axes });
    },
  },
  {
    name: 'vmap of vmap, vmap of the gradient and the gradient of vmap equal loops',
    appliesTo: always,
    check: checkNestedTransforms,
  },
  {
    name: 'broadcasting equals expanding first',
    appliesTo: ({ broadcasts }) => broadcasts,
    check: ({ f, inputs }, seed) => broadcastingEqualsExpanding(f, inputs, { seed }),
  },
  {
    name: 'its graphs are legal, forwards, backwards and mapped',
    appliesTo: always,
    check: checkGraphs,
  },
  { name: 'float32 gives what float64 gives', appliesTo: always, check: checkFloat32 },
  {
    name: 'the value has the shape and dtype that it promises',
    appliesTo: always,
    check: (call) => {
      const results = resultsOf(call);
      const dtype = call.dtype(call.inputs.map((input) => input.dtype));
      expect(results.map((result) => result.shape)).toEqual(call.shapes);
      expect(results.map((result) => result.dtype)).toEqual(call.shapes.map(() => dtype));
      for (const result of results) expect(result.dataSync()).toHaveLength(sizeOf(result.shape));
    },
  },
  { name: 'evaluating parts first changes no bit', appliesTo: always, check: checkBits },
];

function checkNestedTransforms(call: Call, seed: number, { order }: Entry): void {
  const all = call.inputs.map(() => 0);
  const batch = batched(call.inputs, all);
  const mapped = (...inputs: AnyTensor[]): AnyTensor[] => vmapped(call)(...inputs);
  vmapEqualsLoop(mapped, batched(batch, all), { in: 0 });
  if (order === 0) return;
  const gradient = gradientOf(call);
  for (const axes of batchings(call.inputs, seed)) vmapEqualsLoop(gradient, batched(call.inputs, axes), { in: axes });
  const ofMapped = gradientOf({ ...call, f: mapped }, weightsOfEachExample)(...batch);
  const mappedGradients = vmap((...inputs: readonly AnyTensor[]) => gradient(...inputs))(...batch) as AnyTensor[];
  ofMapped.forEach((each, index) => {
    assertClose(each, mappedGradients[index] as AnyTensor, 1e-9, 'the gradient of vmap');
  });
}

/** With trainable Variables as inputs, so that no graph is let go and every flag has its way to go. */
function checkGraphs(call: Call, seed: number, { order }: Entry): void {
  const variables = call.inputs.map((input) => (isFloat(input) ? new Variable(input) : input));
  verify(...resultsOf(call, variables));
  const axes = call.inputs.map(() => 0);
  const batchOfVariables = batched(call.inputs, axes).map((input) => (isFloat(input) ? new Variable(input) : input));
  verify(...vmapped(call)(...batchOfVariables));
  if (order === 0) return;
  const gradients = gradientOf(call)(...variables);
  verify(...gradients);
  if (order < 2) return;
  verify(...gradientOf({ ...call, f: gradientOf(call) })(...variables));

  const loss = resultsOf(call, variables)
    .map((result) => result.square().mul(weightsLike(result)).sum().mul(0.5))
    .reduce((total, each) => total.add(each));
  backward(loss);
  const collected = variables.filter((variable) => variable instanceof Variable);
  verify(loss, ...collected.flatMap(({ grad }) => (grad === null ? [] : [grad])));
  evaluate([loss, gradients, seed % 2 === 0 ? collected.flatMap(({ grad }) => (grad === null ? [] : [grad])) : []]);
  collected.forEach(({ grad }, index) => {
    if (grad !== null) assertClose(grad, gradients[index] as AnyTensor, 1e-9, 'backward');
  });
}

function checkFloat32(call: Call, seed: number): void {
  if (!call.inputs.some(isFloat)) return;
  const single = call.inputs.map((input) => (isFloat(input) ? input.cast('float32') : input));
  const expected = call.dtype(single.map(({ dtype }) => dtype));
  const results = resultsOf(call, single);
  expect(results.map(({ dtype }) => dtype)).toEqual(results.map(() => expected));
  if (expected === 'float32') {
    float32MatchesFloat64(call.f, call.inputs, { seed });
    return;
  }
  const double = resultsOf(call);
  results.forEach((result, index) => {
    assertClose(result.cast('float64'), (double[index] as AnyTensor).cast('float64'), 1e-5, 'float32');
  });
}

/** The value and the gradient, computed at once and with some nodes computed before, twice. */
function checkBits(call: Call, seed: number, { order }: Entry): void {
  const build = (): AnyTensor[] => {
    const inputs = call.inputs.map((input) => (isFloat(input) && seed % 2 === 0 ? new Variable(input) : input));
    return [...resultsOf(call, inputs), ...(order === 0 ? [] : gradientOf(call)(...inputs))];
  };
  const read = (tensors: readonly AnyTensor[]): number[][] => tensors.map((each) => Array.from(each.dataSync()));
  const whole = build();
  evaluate(whole);
  const bits = read(whole);
  expect(read(build()), 'one by one').toEqual(bits);
  for (const stride of [2, 3]) {
    const split = build();
    evaluate(nodesBelow(split).filter((_, index) => (index + seed) % stride === 0));
    expect(read(split), 'some nodes first').toEqual(bits);
  }
  expect(read(whole), 'read again').toEqual(bits);
}

/** All nodes of a graph, in the order they were built. */
export function nodesBelow(results: readonly AnyTensor[]): AnyTensor[] {
  const seen = new Set<AnyTensor>();
  const pending = [...results];
  while (pending.length > 0) {
    const node = pending.pop() as AnyTensor;
    if (seen.has(node)) continue;
    seen.add(node);
    pending.push(...node.inputs);
  }
  return [...seen].sort((a, b) => a.id - b.id);
}

/** vmap of a call over the first axis of all inputs. */
const vmapped = (call: Call): ((...inputs: AnyTensor[]) => AnyTensor[]) =>
  vmap((...inputs: readonly AnyTensor[]) => [...resultsOf(call, inputs)]) as (...inputs: AnyTensor[]) => AnyTensor[];

/**
 * The gradients of ½⟨c, f²⟩ by all float inputs, c fixed, as a function of all inputs. The square lets the cotangent c·f
 * depend on the inputs, so that a batch of them makes a batch of cotangents.
 */
export function gradientOf(
  call: Call,
  weightsOf: (result: AnyTensor) => AnyTensor = weightsLike,
): (...inputs: AnyTensor[]) => AnyTensor[] {
  const floats = [...call.inputs.keys()].filter((index) => isFloat(call.inputs[index] as AnyTensor));
  return (...inputs) => {
    const ofFloats = (...changed: readonly AnyTensor[]): AnyTensor[] => {
      const all = inputs.map((input, index) =>
        floats.includes(index) ? (changed[floats.indexOf(index)] as AnyTensor) : input,
      );
      return resultsOf(call, all).map((result) => (isFloat(result) ? result : result.cast('float64')));
    };
    const [results, pullback] = vjp(ofFloats, ...floats.map((index) => inputs[index] as AnyTensor));
    return pullback(results.map((result) => result.mul(weightsOf(result)))) as AnyTensor[];
  };
}

/** Irregular numbers. */
function weightsLike({ shape, dtype }: Pick<AnyTensor, 'shape' | 'dtype'>): AnyTensor {
  const data = Float64Array.from({ length: sizeOf(shape) }, (_, index) => 0.5 + ((index * 7) % 5) / 4);
  return fromArray(data, shape).cast(dtype);
}

/** For the results of a batch, the weights that each example has alone. */
function weightsOfEachExample({ shape, dtype }: AnyTensor): AnyTensor {
  return weightsLike({ shape: shape.slice(1), dtype }).expand(shape);
}

/** Each input batched alone, along some axis, and all of them together. */
function batchings(inputs: readonly AnyTensor[], seed: number): (number | null)[][] {
  const axisOf = ({ shape }: AnyTensor, index: number): number => (seed + index) % (shape.length + 1);
  const all = inputs.map(axisOf);
  if (inputs.length === 1) return [all];
  return [all, ...inputs.map((_, alone) => all.map((axis, index) => (index === alone ? axis : null)))];
}

/** Batches of three examples near the inputs, so that they are as legal as these. */
function batched(inputs: readonly AnyTensor[], axes: readonly (number | null)[]): AnyTensor[] {
  return inputs.map((input, index) => {
    const axis = axes[index] as number | null;
    if (axis === null) return input;
    const batch = stack([input, varied(input, 1), varied(input, 2)], axis);
    return withHostData(batch, batch.dataSync(), batch.dtype);
  });
}

function varied(input: AnyTensor, example: number): AnyTensor {
  const data = Array.from(input.dataSync());
  if (!isFloat(input)) return withHostData(input, example === 1 ? data.toReversed() : data, input.dtype);
  return withHostData(
    input,
    data.map((value, index) => value * (1 + (example * ((index % 3) - 0.5)) / 256)),
    input.dtype,
  );
}

function withHostData({ shape }: { readonly shape: Shape }, data: ArrayLike<number>, dtype: DType): AnyTensor {
  const integers = dtype !== 'float32' && dtype !== 'float64';
  const source = fromArray(integers ? Int32Array.from(data) : Float64Array.from(data), shape).cast(dtype);
  evaluate(source);
  return source;
}

/** Every choice of dtypes: each is accepted with the promised result, or refused by an error that names the op. */
export function checkDTypes(name: string, call: Call): void {
  const all: readonly DType[] = ['float32', 'float64', 'int32', 'uint8', 'bool'];
  const choices = call.inputs.reduce<DType[][]>(
    (lists) => lists.flatMap((list) => all.map((dtype) => [...list, dtype])),
    [[]],
  );
  for (const dtypes of choices) {
    const inputs = call.inputs.map((input, index) => {
      const dtype = dtypes[index] as DType;
      const data = Array.from(input.dataSync());
      const wholes = data.map((value) => Math.ceil(Math.abs(value)));
      if (dtype === 'bool')
        return withHostData(
          input,
          data.map((value) => Number(value !== 0)),
          dtype,
        );
      return withHostData(input, dtype === 'int32' || dtype === 'uint8' ? wholes : data, dtype);
    });
    const expected = call.dtype(dtypes);
    const context = `${name} of ${dtypes.join(', ')}`;
    if (expected === 'refused') {
      expect(() => resultsOf(call, inputs), context).toThrow(new RegExp(`^${name}: `));
      continue;
    }
    const results = resultsOf(call, inputs);
    expect(
      results.map(({ dtype }) => dtype),
      context,
    ).toEqual(results.map(() => expected));
    expect(
      results.map(({ shape }) => shape),
      context,
    ).toEqual(call.shapes);
    for (const result of results) {
      expect(result.dataSync(), context).toBeInstanceOf(hostArrays[expected]);
      expect(result.dataSync(), context).toHaveLength(sizeOf(result.shape));
    }
  }
}

const hostArrays = {
  float32: Float32Array,
  float64: Float64Array,
  int32: Int32Array,
  uint8: Uint8Array,
  bool: Uint8Array,
} as const;

/** How fast-check reports a call: the inputs, and the graph with all attributes. */
export function showCall(call: Call): string {
  const inputs = call.inputs.map((input) => `${input.dtype} ${JSON.stringify(input.toArray())}`);
  let graph: string;
  try {
    graph = print(...resultsOf(call));
  } catch (error) {
    graph = String(error);
  }
  return `inputs ${inputs.join(', ')}; graph\n${graph}\n`;
}

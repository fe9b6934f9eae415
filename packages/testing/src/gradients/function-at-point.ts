import { type AnyTensor, evaluate, flattenTree, fromArray, sizeOf, type Tree, vjp } from '@adjoint/core';
import { float32Epsilon, float64Epsilon } from './differences.js';

/** A function of several tensors with float results, as a list. */
export type ListFunction = (...inputs: AnyTensor[]) => AnyTensor[];

/** A function and where to check it. Float inputs are float64 sources; the others pass through. */
export interface FunctionAtPoint {
  readonly f: ListFunction;
  readonly inputs: readonly AnyTensor[];
  /** Which inputs are differentiated: all of float64. */
  readonly differentiated: readonly number[];
}

export const isFloatTensor = (tensor: AnyTensor): boolean => tensor.dtype === 'float32' || tensor.dtype === 'float64';

/** What users pass: a function of tensors that returns a tensor or a tree of them. */
export type UserFunction = (...inputs: AnyTensor[]) => unknown;

/** All results of a function, as a list. */
export function allResults(caller: string, f: UserFunction): ListFunction {
  return (...inputs) => flattenTree(caller, f(...inputs) as Tree).leaves;
}

/** The float tensors among a function's results, as a list. */
export function floatResults(caller: string, f: UserFunction): ListFunction {
  return (...inputs) => {
    const leaves = allResults(caller, f)(...inputs);
    const floats = leaves.filter(isFloatTensor);
    if (floats.length === 0) {
      const got = leaves.map((leaf) => leaf.dtype).join(', ') || 'no tensor';
      throw new TypeError(`${caller}: the function returned ${got}, which has no gradient; return float32 or float64`);
    }
    return floats;
  };
}

/** A float64 source of its own with the tensor's value; other dtypes than floats as they are. */
export function toSource(tensor: AnyTensor): AnyTensor {
  if (!isFloatTensor(tensor)) return tensor;
  return fromArray(Float64Array.from(tensor.dataSync()), tensor.shape, { own: true });
}

/** The function at the values of the inputs. */
export function atPoint(f: ListFunction, inputs: readonly AnyTensor[]): FunctionAtPoint {
  const sources = inputs.map(toSource);
  return {
    f,
    inputs: sources,
    differentiated: [...sources.keys()].filter((index) => isFloatTensor(sources[index] as AnyTensor)),
  };
}

/** The same function with one input replaced. */
export function withInput(point: FunctionAtPoint, index: number, data: Float64Array): AnyTensor[] {
  const { shape } = point.inputs[index] as AnyTensor;
  return point.f(...point.inputs.with(index, fromArray(data, shape, { own: true })));
}

/** Evaluates several lists of results in one run; each list becomes one array. */
export function read(results: readonly (readonly AnyTensor[])[]): Float64Array[] {
  evaluate(results.flat());
  return results.map((list) => {
    const joined = new Float64Array(list.reduce((total, each) => total + sizeOf(each.shape), 0));
    let offset = 0;
    for (const each of list) {
      joined.set(each.dataSync(), offset);
      offset += sizeOf(each.shape);
    }
    return joined;
  });
}

/** Cuts a joined array into tensors of the results' shapes and dtypes. */
export function cotangentsLike(results: readonly AnyTensor[], joined: Float64Array): AnyTensor[] {
  let offset = 0;
  return results.map((result) => {
    const size = sizeOf(result.shape);
    const part = joined.slice(offset, offset + size);
    offset += size;
    return fromArray(part, result.shape, { own: true }).cast(result.dtype);
  });
}

/** The function of the differentiated inputs alone. */
export function ofDifferentiated({ f, inputs, differentiated }: FunctionAtPoint): ListFunction {
  return (...changed) => {
    const all = [...inputs];
    differentiated.forEach((index, position) => {
      all[index] = changed[position] as AnyTensor;
    });
    return f(...all);
  };
}

/** The gradients of ⟨cotangents, f⟩ by the differentiated inputs, in reverse mode. */
export function gradients(point: FunctionAtPoint, cotangents: readonly AnyTensor[]): AnyTensor[] {
  const primals = point.differentiated.map((index) => point.inputs[index] as AnyTensor);
  const [, pullback] = vjp(ofDifferentiated(point), ...primals);
  return pullback([...cotangents]) as AnyTensor[];
}

/** The gradients of ⟨cotangents, f⟩ as a function of the inputs and the cotangents. */
export function gradientAtPoint(point: FunctionAtPoint, cotangents: readonly AnyTensor[]): FunctionAtPoint {
  const count = point.inputs.length;
  const f: ListFunction = (...all) => {
    const given = all.slice(count).map((each, index) => each.cast((cotangents[index] as AnyTensor).dtype));
    return gradients({ ...point, inputs: all.slice(0, count) }, given);
  };
  return atPoint(f, [...point.inputs, ...cotangents]);
}

/** The precision of the results: float32's as soon as one node on the way has that dtype. */
export function precision(point: FunctionAtPoint): number {
  const targets = new Set(point.differentiated.map((index) => point.inputs[index] as AnyTensor));
  return pathNodes(point.f(...point.inputs), targets).some((node) => node.dtype === 'float32')
    ? float32Epsilon
    : float64Epsilon;
}

/**
 * The nodes between targets and results, each after the inputs that it depends on.
 *
 * @param passes where the way may lead through
 * @param counts which nodes' dtype can be on the way
 */
export function pathNodes(
  results: readonly AnyTensor[],
  targets: ReadonlySet<AnyTensor>,
  passes: (node: AnyTensor) => boolean = () => true,
  counts: (node: AnyTensor) => boolean = isFloatTensor,
): AnyTensor[] {
  const seen = new Set<AnyTensor>();
  const pending = [...results];
  while (pending.length > 0) {
    const node = pending.pop() as AnyTensor;
    if (seen.has(node)) continue;
    seen.add(node);
    if (!targets.has(node)) for (const input of node.inputs) pending.push(input);
  }
  const onPath = new Set<AnyTensor>(targets);
  const path: AnyTensor[] = [];
  for (const node of [...seen].sort((a, b) => a.id - b.id)) {
    if (targets.has(node) || !counts(node) || !passes(node)) continue;
    if (!node.inputs.some((input) => onPath.has(input))) continue;
    onPath.add(node);
    path.push(node);
  }
  return path;
}

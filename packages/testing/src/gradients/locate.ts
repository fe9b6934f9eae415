import { type AnyTensor, createNode, evaluate, type Op } from '@adjoint/core';
import { type CompareSettings, compare, type Finding } from './compare.js';
import { atPoint, type FunctionAtPoint, gradientAtPoint, type ListFunction, pathNodes } from './function-at-point.js';

/** The op whose own vjp is wrong, or the best guess. */
export interface Culprit {
  readonly op: string;
  /** What differences of this op alone found; undefined where no single op on the way is wrong by itself. */
  readonly finding: Finding | undefined;
  /** 2 where only the derivative of the op's vjp is wrong. */
  readonly order: 1 | 2;
}

/** A node as it was before it was evaluated, for evaluation lets graphs go. */
interface Snapshot {
  readonly op: Op;
  readonly attributes: unknown;
  readonly inputs: readonly AnyTensor[];
}

/** One op as a function of its own. */
interface Alone {
  readonly op: Op;
  readonly f: ListFunction;
  readonly inputs: readonly AnyTensor[];
}

const maximalNodes = 2000;
const maximalElements = 64;

/**
 * Checks each op between the inputs and the results alone, at the values that reach it, and names the first that is
 * wrong. Ops that stop gradients on purpose are blamed last.
 */
export function locate(point: FunctionAtPoint, order: 1 | 2, settings: CompareSettings): Culprit {
  const targets = new Set(point.differentiated.map((index) => point.inputs[index] as AnyTensor));
  const results = point.f(...point.inputs);
  const everything = pathNodes(results, targets);
  const differentiable = pathNodes(results, targets, ({ op }) => !op.traits.stopsGradient);
  const stopping = everything.filter((node) => node.op.traits.stopsGradient);
  const alone = [...differentiable, ...stopping].slice(0, maximalNodes).map(toAlone);
  evaluate(alone.flatMap(({ inputs }) => inputs));
  const local = { ...settings, maximalElements: Math.min(settings.maximalElements, maximalElements) };
  for (const checked of order === 2 ? ([1, 2] as const) : ([1] as const)) {
    for (const each of alone) {
      const finding = checkAlone(each, checked, local);
      if (finding !== undefined) return { op: each.op.name, finding, order: checked };
    }
  }
  return { op: everything.at(-1)?.op.name ?? 'none', finding: undefined, order };
}

function toAlone({ op, attributes, inputs }: AnyTensor): Alone {
  const value = compositeValue({ op, attributes, inputs });
  if (value === undefined) return { op, inputs, f: (...changed) => [createNode(op, changed, attributes)] };
  // The op's first input is its value, computed from the others by a graph that its vjp does not see.
  const [, ...args] = inputs;
  const replay = replayer(value, args);
  return { op, inputs: args, f: (...changed) => [createNode(op, [replay(changed), ...changed], attributes)] };
}

/** The value of an op that is given it as its first input, with a derivative by the others of its own. */
function compositeValue(snapshot: Snapshot): AnyTensor | undefined {
  const { op, attributes, inputs } = snapshot;
  const [value] = inputs;
  if (value === undefined) return undefined;
  try {
    const lowering = op.lower(inputs, attributes, createNode(op, inputs, attributes));
    return lowering.kind === 'composite' && lowering.value === value ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The graph between arguments and a result as a function: it builds the same nodes on other arguments. */
function replayer(result: AnyTensor, args: readonly AnyTensor[]): (changed: readonly AnyTensor[]) => AnyTensor {
  const nodes = pathNodes(
    [result],
    new Set(args),
    () => true,
    () => true,
  );
  const snapshots = nodes.map((node) => ({ node, op: node.op, attributes: node.attributes, inputs: node.inputs }));
  return (changed) => {
    const copies = new Map(args.map((arg, index) => [arg, changed[index] as AnyTensor]));
    for (const { node, op, attributes, inputs } of snapshots) {
      copies.set(
        node,
        createNode(
          op,
          inputs.map((input) => copies.get(input) ?? input),
          attributes,
        ),
      );
    }
    return copies.get(result) ?? result;
  };
}

function checkAlone({ f, inputs }: Alone, order: 1 | 2, settings: CompareSettings): Finding | undefined {
  try {
    const point = atPoint(f, inputs);
    const { finding, cotangents } = compare(point, settings);
    if (order === 1) return finding;
    return finding ?? compare(gradientAtPoint(point, cotangents), settings).finding;
  } catch {
    // The op cannot be built on its own with float64 inputs, so nothing is known about it.
    return undefined;
  }
}

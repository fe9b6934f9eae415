import { createNode, resolve } from '../graph/node.js';
import { freezeOp, type Op } from '../graph/op.js';
import { sameShape, showShape } from '../graph/shape.js';
import type { AnyTensor } from '../graph/tensor.js';
import { identity } from '../ops/graph/identity.js';
import { vmap } from './vmap.js';

/** A vjp rule by the user: ∂L/∂input for each input, from ∂L/∂output. Undefined stands for zero. */
export type CustomRule = (context: {
  readonly cotangent: AnyTensor;
  readonly inputs: readonly AnyTensor[];
  readonly output: AnyTensor;
}) => readonly (AnyTensor | undefined)[];

export interface CustomVjpOptions {
  /** How errors and `print` call it. */
  readonly name?: string;
  /** The rule is linear in the cotangent, as a true derivative is; then forward mode may pass through. */
  readonly linear?: boolean;
}

interface CustomAttributes {
  readonly rule: CustomRule;
}

/**
 * A function with a derivative of the user's own: its value is `f`'s, its vjp is `rule`. The rule is written with
 * ordinary ops and is itself differentiated for higher orders.
 *
 * @example
 * // The identity, whose gradient is clipped to [−1, 1].
 * const clipGradient = customVjp((x: Tensor) => x, ({ cotangent }) => [cotangent.clip(-1, 1)]);
 *
 * @throws TypeError when differentiated, where the rule returns another number of cotangents than there are inputs, or
 *   one that does not fit its input
 */
export function customVjp<Args extends readonly AnyTensor[], Out extends AnyTensor>(
  f: (...args: Args) => Out,
  rule: CustomRule,
  options: CustomVjpOptions = {},
): (...args: Args) => Out {
  const name = options.name ?? 'customVjp';
  const op: Op<CustomAttributes> = freezeOp({
    name,
    traits: options.linear ? {} : { nonlinearVjp: true },
    shape: ([value]) => (value as AnyTensor).shape,
    dtype: ([value]) => (value as AnyTensor).dtype,
    vjp({ cotangent, inputs, output, attributes }, index) {
      if (index === 0) return undefined;
      const args = inputs.slice(1);
      const cotangents = attributes.rule({ cotangent, inputs: args, output });
      checkRule(name, args, cotangents);
      return cotangents[index - 1];
    },
    batch(inputs, batched, { rule: one }, size) {
      return createNode(
        op,
        inputs.map((input, index) => (batched[index] ? input : input.expand([size, ...input.shape]))),
        {
          rule: batchedRule(one),
        },
      );
    },
    lower: ([value]) => ({ kind: 'composite', value: value as AnyTensor }),
  });
  return (...args) => {
    const inputs = args.map(resolve);
    // The value is computed from nodes of its own, cut off, so that only the rule leads back to the arguments.
    const value = f(...(inputs.map((input) => identity(input).stopGradient()) as unknown as Args));
    return createNode(op, [value, ...inputs], { rule }) as Out;
  };
}

/** The rule for a whole batch: the rule of one example under vmap. */
function batchedRule(rule: CustomRule): CustomRule {
  return ({ cotangent, inputs, output }) => {
    const zeroAsUndefined: number[] = [];
    const one = (c: AnyTensor, y: AnyTensor, ...xs: AnyTensor[]): AnyTensor[] =>
      rule({ cotangent: c, inputs: xs, output: y }).map((each, index) => {
        if (each === undefined) zeroAsUndefined.push(index);
        return each ?? c;
      });
    const all = vmap<readonly AnyTensor[], AnyTensor[]>((...args) => {
      const [c, y, ...xs] = args as readonly [AnyTensor, AnyTensor, ...AnyTensor[]];
      return one(c, y, ...xs);
    })(cotangent, output, ...inputs) as AnyTensor[];
    return all.map((each, index) => (zeroAsUndefined.includes(index) ? undefined : each));
  };
}

function checkRule(name: string, inputs: readonly AnyTensor[], cotangents: readonly (AnyTensor | undefined)[]): void {
  if (cotangents.length !== inputs.length) {
    throw new TypeError(
      `${name}: the rule returned ${cotangents.length} cotangents for ${inputs.length} inputs; ` +
        'return one for each, undefined where it is zero',
    );
  }
  cotangents.forEach((cotangent, index) => {
    const input = inputs[index] as AnyTensor;
    if (cotangent !== undefined && !(sameShape(cotangent.shape, input.shape) && cotangent.dtype === input.dtype)) {
      throw new TypeError(
        `${name}: the rule returned a cotangent of ${cotangent.dtype} ${showShape(cotangent.shape)} for input ${index}, ` +
          `which is ${input.dtype} ${showShape(input.shape)}; they must agree`,
      );
    }
  });
}

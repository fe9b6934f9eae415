import { type AnyTensor, createNode, freezeOp, type Op, type VjpContext } from '@adjoint/core';

/** An op whose value is right and whose derivative is what a test plants. */
export interface Planted {
  readonly name: string;
  readonly value: (...inputs: AnyTensor[]) => AnyTensor;
  readonly vjp: (context: VjpContext<undefined>, index: number) => AnyTensor | undefined;
  /** The right rule unless a test plants another: broadcasting over the axis in front. */
  readonly batch?: (inputs: readonly AnyTensor[]) => AnyTensor;
}

export function plant({ name, value, vjp, batch }: Planted): (...inputs: AnyTensor[]) => AnyTensor {
  const op: Op<undefined> = freezeOp<undefined>({
    name,
    traits: {},
    shape: (inputs) => value(...inputs).shape,
    dtype: (inputs) => value(...inputs).dtype,
    vjp,
    batch: (inputs) => (batch === undefined ? createNode(op, inputs, undefined) : batch(inputs)),
    lower: (inputs) => ({ kind: 'composite', value: value(...inputs) }),
  });
  return (...inputs) => createNode(op, inputs, undefined);
}

/** x², with a rule of the test's own. */
export function plantSquare(
  name: string,
  rule: (cotangent: AnyTensor, x: AnyTensor) => AnyTensor | undefined,
): (...inputs: AnyTensor[]) => AnyTensor {
  return plant({
    name,
    value: (x) => (x as AnyTensor).mul(x as AnyTensor),
    vjp: ({ cotangent, inputs }) => rule(cotangent, inputs[0] as AnyTensor),
  });
}

/** The error that a function throws. */
export function thrownBy(f: () => unknown): unknown {
  try {
    f();
  } catch (error) {
    return error;
  }
  throw new Error('expected an error, none was thrown');
}

import type { AnyTensor, Variable } from '@adjoint/core';

/** What a transform remembers of a parameter, by name. A type alias of this form, not an interface, fits. */
export type TransformState = Readonly<Record<string, AnyTensor>>;

/**
 * What a transform may know besides the gradient. The numbers are run-time arguments of the computation: a learning
 * rate that changes at every step changes nothing in the structure of the graph.
 */
export interface TransformContext {
  /** The parameter w, with its value from before the step. */
  readonly parameter: Variable;
  /** The optimizer's learning rate η at this step. */
  readonly learningRate: number;
  /** t = 1, 2, …: which update of this parameter it is. */
  readonly step: number;
  /** The gradients of all parameters of this step, as they came from the loss. */
  readonly gradients: readonly AnyTensor[];
}

/** What a transform makes of a gradient. */
export interface Transformed<State extends TransformState = TransformState> {
  /** What takes the gradient's place; after the last transform, what is subtracted from the parameter. */
  readonly update: AnyTensor;
  /** The new values of the state: the same names, shapes and dtypes. */
  readonly state: State;
}

/**
 * A gradient transform: one step on the way from ∇L to what is subtracted from a parameter. It is a pair of pure
 * functions on tensors; the {@link Optimizer} holds the state in Variables, so that gradients, state and parameters
 * change in one run, together or not at all.
 *
 * @example
 * const signOfGradient: GradientTransform = {
 *   name: 'signOfGradient',
 *   init: () => ({}),
 *   update: (gradient) => ({ update: gradient.sign(), state: {} }),
 * };
 */
export interface GradientTransform<State extends TransformState = TransformState> {
  /** How errors and the names of the state call it. */
  readonly name: string;
  /** The initial state for a parameter. */
  init(parameter: Variable): State;
  /**
   * @param gradient the gradient of the parameter, or what the transforms before made of it
   * @param state what the last update returned, or `init` at first
   */
  update(gradient: AnyTensor, state: State, context: TransformContext): Transformed<State>;
}

/**
 * A transform without state, from a function.
 *
 * @example
 * const normalise = stateless('normalise', (gradient) => gradient.div(gradient.norm()));
 */
export function stateless(
  name: string,
  update: (gradient: AnyTensor, context: TransformContext) => AnyTensor,
): GradientTransform {
  return {
    name,
    init: () => ({}),
    update: (gradient, _, context) => ({ update: update(gradient, context), state: {} }),
  };
}

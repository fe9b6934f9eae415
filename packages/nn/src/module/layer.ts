import type { AnyTensor, Shape, Tensor } from '@adjoint/core';

/** What maps one tensor to one tensor: most modules. */
export interface Layer {
  forward(x: AnyTensor): AnyTensor;
}

/**
 * A layer's output shape as a function of its input shape, for the compiler. `output` is written in terms of
 * `this['input']`, and is `never` where the layer does not take the input. A layer declares it as the type of a property
 * `shapeRule`, which has no value.
 *
 * @example
 * interface HalveRule extends ShapeRule {
 *   readonly output: this['input'] extends readonly [infer N extends number, number] ? [N, number] : Shape;
 * }
 * class Halve extends Module {
 *   declare readonly shapeRule?: HalveRule;
 *   // …
 * }
 */
export interface ShapeRule {
  readonly input: unknown;
  readonly output: unknown;
  /** An example of what it takes, for a chain whose input is not known yet; `Shape` where that says nothing. */
  readonly example: Shape;
}

/** The rule of a layer that keeps the shape. */
export interface SameShapeRule extends ShapeRule {
  readonly example: Shape;
  readonly output: this['input'];
}

/** Applies a rule to an input shape. */
export type ApplyRule<R extends ShapeRule, S extends Shape> = (R & { readonly input: S })['output'];

/**
 * A function that keeps the shape, as activations do. It is asked about a shape of its own, because TypeScript lets any
 * `Tensor` pass for a `Tensor<X['shape']>`.
 */
type KeepsShape = <S extends Shape>(x: Tensor<S>) => Tensor<S>;

/** The rule that a layer declares, or `never`. */
type RuleOf<L> = L extends { readonly shapeRule?: infer R }
  ? NonNullable<R> extends ShapeRule
    ? NonNullable<R>
    : never
  : never;

/** The output shape of a layer or function: by its rule, else by its declared result. */
export type OutputShape<L, S extends Shape> = [RuleOf<L>] extends [never]
  ? L extends KeepsShape
    ? S
    : L extends ((x: never) => Tensor<infer Out>) | { forward(x: never): Tensor<infer Out> }
      ? Out
      : Shape
  : ApplyRule<RuleOf<L>, S>;

/** An example of a layer's input shape. */
export type ExampleInput<L> = [RuleOf<L>] extends [never] ? Shape : RuleOf<L>['example'];

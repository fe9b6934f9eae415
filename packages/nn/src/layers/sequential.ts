import { type AnyTensor, type Shape, type Show, Tensor } from '@adjoint/core';
import type { ExampleInput, Layer, OutputShape, ShapeRule } from '../module/layer.js';
import { Module } from '../module/module.js';
import { requireTensor } from '../operand.js';

/** A step of a {@link Sequential}: a layer, or a function like `relu`. */
export type SequentialStep = (Module & Layer) | ((x: AnyTensor) => AnyTensor);

/** The shape behind a chain of steps; `never` where a step does not take what comes. */
export type ChainShape<Steps, S extends Shape> = Steps extends readonly [infer Head, ...infer Tail]
  ? [OutputShape<Head, S>] extends [never]
    ? never
    : OutputShape<Head, S> extends infer Next extends Shape
      ? ChainShape<Tail, Next>
      : Shape
  : Steps extends readonly []
    ? S
    : Shape;

/** What is wrong with a chain, or `never`: the first step that does not take what comes. */
type ChainProblem<Steps, S extends Shape, Count extends 0[] = []> = Steps extends readonly [infer Head, ...infer Tail]
  ? KnownOr<S, ExampleInput<Head>> extends infer Known extends Shape
    ? [OutputShape<Head, Known>] extends [never]
      ? `step ${Count['length']} does not take ${Show<Known>}`
      : OutputShape<Head, Known> extends infer Next extends Shape
        ? ChainProblem<Tail, Next, [...Count, 0]>
        : never
    : never
  : never;

/** The shape, or another where its rank is unknown. */
type KnownOr<S extends Shape, Other extends Shape> = number extends S['length'] ? Other : S;

/** The steps of a chain, or a sentence that names the one that does not fit behind the others. */
export type ChainSteps<Steps extends readonly unknown[]> = [ChainProblem<Steps, Shape>] extends [never]
  ? Steps
  : { [I in keyof Steps]: ChainProblem<Steps, Shape> };

/** An input that the chain takes, or a sentence. */
export type ChainInput<Steps, X extends AnyTensor> = [ChainProblem<Steps, X['shape']>] extends [never]
  ? X
  : `Sequential: ${ChainProblem<Steps, X['shape']>}`;

/** The shapes of a chain. */
export interface ChainRule<Steps extends readonly unknown[]> extends ShapeRule {
  readonly example: Steps extends readonly [infer Head, ...unknown[]] ? ExampleInput<Head> : Shape;
  readonly output: this['input'] extends infer S extends Shape ? ChainShape<Steps, S> : never;
}

/**
 * Layers and functions one after the other: each takes the result of the one before. The compiler follows the shapes
 * through layers that declare a {@link ShapeRule} and through functions that keep the shape; behind others they are
 * unknown and checked at run time.
 *
 * @example
 * const model = new Sequential(new Linear(784, 128), relu, new Linear(128, 10));
 * model.forward(zeros([32, 784])); // Tensor<[32, 10]>
 */
export class Sequential<const Steps extends readonly SequentialStep[] = readonly SequentialStep[]> extends Module {
  declare readonly shapeRule?: ChainRule<Steps>;

  readonly layers: Steps;

  /** @throws TypeError where a step is neither a layer nor a function */
  constructor(...steps: ChainSteps<Steps>) {
    super();
    this.layers = steps as readonly unknown[] as Steps;
    this.layers.forEach((step, index) => {
      if (typeof step === 'function' || (step as unknown) instanceof Module) return;
      throw new TypeError(
        `Sequential: step ${index} is ${step === null ? 'null' : typeof step}; give a layer, or a function of a tensor`,
      );
    });
  }

  /** The last step's result. */
  override forward<X extends AnyTensor>(x: ChainInput<Steps, X>): Tensor<SafeChain<Steps, X['shape']>>;
  override forward(x: AnyTensor): AnyTensor {
    requireTensor('Sequential', x);
    return this.layers.reduce((value: AnyTensor, step, index) => {
      const result = typeof step === 'function' ? step(value) : step.forward(value);
      if (result instanceof Tensor) return result;
      throw new TypeError(`Sequential: step ${index} returned ${typeof result}; every step returns one tensor`);
    }, x);
  }
}

// biome-ignore lint/suspicious/noExplicitAny: after a mistake `any` keeps it one error.
type SafeChain<Steps, S extends Shape> = [ChainShape<Steps, S>] extends [never] ? any : ChainShape<Steps, S>;

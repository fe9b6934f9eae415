import type { AnyTensor, Flatten as FlattenShape, Safe, Shape, Tensor } from '@adjoint/core';
import type { ShapeRule } from '../module/layer.js';
import { Module } from '../module/module.js';
import { requireTensor } from '../operand.js';

/** The shapes of {@link Flatten}. */
export interface FlattenRule<Start extends number, End extends number> extends ShapeRule {
  readonly example: Shape;
  readonly output: this['input'] extends infer S extends Shape ? FlattenShape<S, Start, End> : never;
}

/**
 * Merges axes, both ends included, into one; by default all but the first, which counts the examples: `[N, 28, 28]` to
 * `[N, 784]`.
 */
export class Flatten<const Start extends number = 1, const End extends number = -1> extends Module {
  declare readonly shapeRule?: FlattenRule<Start, End>;

  readonly start: Start;
  readonly end: End;

  constructor(start: Start = 1 as Start, end: End = -1 as End) {
    super();
    this.start = start;
    this.end = end;
  }

  /** The same elements with merged axes. */
  override forward<X extends AnyTensor>(x: X): Tensor<Safe<FlattenShape<X['shape'], Start, End>>, X['dtype']>;
  override forward(x: AnyTensor): AnyTensor {
    requireTensor('Flatten', x);
    return x.flatten(this.start as number, this.end as number);
  }
}

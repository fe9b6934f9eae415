import type { AreDistinctAxes, Axes, Axis, NewAxis, Permute, Squeeze } from './axes.js';
import type { Broadcast, BroadcastAll } from './broadcast.js';
import type { Concat, Split, SplitEqually, Stack } from './concat.js';
import type { EinsumProblem } from './einsum.js';
import type { Expand } from './expand.js';
import type { GatherAlong } from './index-ops.js';
import type { MatMul, Outer } from './matmul.js';
import type { IsRagged } from './nested.js';
import type { Pad, Pads } from './pad.js';
import type { Flatten, Reshape } from './reshape.js';
import type { Safe, Shape, ShapesOf, Show, ShowAll, TensorLike } from './shape.js';
import type { Range, ShowRanges, Slice } from './slice.js';

/**
 * The types of parameters: the argument's own type where the shapes fit, else a string that says what is wrong. The
 * compiler then prints "Argument of type 'Tensor<[4]>' is not assignable to parameter of type '"cannot broadcast
 * [2, 3] with [4]"'".
 */
export type Fits<Result, Message extends string, Argument> = [Result] extends [never] ? Message : Argument;

/**
 * `Yes` where two types are identical, else `No`. Two shapes that are the same type parameter are recognised, so that
 * `x.add(x)` type-checks inside a function over any shape; but a parameter that may yet turn out to be the other type
 * counts as different, so this is a shortcut only where `No` computes the same result at length.
 */
type Shortcut<A, B, Yes, No> = (<T>() => T extends [A] ? 1 : 2) extends <T>() => T extends [B] ? 1 : 2 ? Yes : No;

/** The second operand of a broadcasting op, a number or a tensor: `cannot broadcast [2, 3] with [4]`. */
export type BroadcastOperand<S extends Shape, Operand> =
  Operand extends TensorLike<infer Other>
    ? Shortcut<S, Other, Operand, Fits<Broadcast<S, Other>, `cannot broadcast ${Show<S>} with ${Show<Other>}`, Operand>>
    : Operand;

/** The shape of a broadcasting op's result: `BroadcastResult<[2, 3], Tensor<[3]>>` → `[2, 3]`. */
export type BroadcastResult<S extends Shape, Operand> =
  Operand extends TensorLike<infer Other> ? Shortcut<S, Other, S, Safe<Broadcast<S, Other>>> : S;

/** The last of several operands that broadcast together: `cannot broadcast [2], [3], [4]`. */
export type BroadcastAllOperand<Shapes extends readonly Shape[], Operand> = Fits<
  BroadcastAll<Shapes>,
  `cannot broadcast ${ShowAll<Shapes>}`,
  Operand
>;

/** Why two shapes have no matrix product. */
type MatMulMessage<A extends Shape, B extends Shape> = `cannot matmul ${Show<A>} by ${Show<B>}: ${MatMulReason<A, B>}`;

type MatMulReason<A extends Shape, B extends Shape> = [] extends A | B
  ? 'a scalar has no inner dimension'
  : [MatMul<InnerAxes<A>, InnerAxes<B>>] extends [never]
    ? 'inner dimensions differ'
    : 'batch dimensions do not broadcast';

/** A shape without its batch axes. */
type InnerAxes<S extends Shape> = S extends readonly [
  ...number[],
  infer Rows extends number,
  infer Columns extends number,
]
  ? [Rows, Columns]
  : S;

/** `cannot matmul [2, 3] by [4, 5]: inner dimensions differ` */
export type MatMulOperand<S extends Shape, Operand extends TensorLike> = Fits<
  MatMul<S, Operand['shape']>,
  MatMulMessage<S, Operand['shape']>,
  Operand
>;

/** `cannot take the outer product of [2, 3] and [4]: both need exactly one axis` */
export type OuterOperand<S extends Shape, Operand extends TensorLike> = Fits<
  Outer<S, Operand['shape']>,
  `cannot take the outer product of ${Show<S>} and ${Show<Operand['shape']>}: both need exactly one axis`,
  Operand
>;

/** Whether every axis named is one of the legal ones; `number` may be. */
type AreLegal<Legal, Named extends number> = number extends Named ? true : [Named] extends [Legal] ? true : false;

/** One axis, or `undefined` for an op's default: a wrong one is reported with the legal ones, `'2' is not assignable to … '-2 | -1 | 0 | 1'`. */
export type AxisArgument<S extends Shape, A extends number | undefined> = [A] extends [number]
  ? AreLegal<Axis<S>, A> extends true
    ? A
    : Axis<S>
  : A;

/** The place of a new axis: a wrong one is reported with the legal ones. */
export type NewAxisArgument<S extends Shape, A extends number> = AreLegal<NewAxis<S>, A> extends true ? A : NewAxis<S>;

/** What is wrong with axes, or `never`. */
type AxesProblem<S extends Shape, A extends Axes> = [A] extends [number]
  ? AreLegal<Axis<S>, A> extends true
    ? never
    : Axis<S>
  : A extends readonly number[]
    ? AreLegal<Axis<S>, A[number]> extends true
      ? AreNamedOnce<S, A> extends true
        ? never
        : `axes ${Show<A>} of ${Show<S>} name an axis twice`
      : readonly Axis<S>[]
    : never;

type AreNamedOnce<S extends Shape, A extends readonly number[]> = number extends S['length'] | A['length'] | A[number]
  ? true
  : AreDistinctAxes<S, A>;

/**
 * One axis, several or `undefined`: a wrong one is reported with the legal ones, a repeated one with a sentence,
 * `axes [0, -2] of [2, 3] name an axis twice`.
 *
 * This and other parameters that take an array literal ask a single question that does not distribute over the
 * argument's type, or TypeScript would not infer the literal as a tuple.
 */
export type AxesArgument<S extends Shape, A extends Axes> = [AxesProblem<S, A>] extends [never] ? A : AxesProblem<S, A>;

/** `cannot reshape [2, 3] to [4, 2]` */
export type ReshapeArgument<S extends Shape, Target extends Shape> = Fits<
  Reshape<S, Target>,
  `cannot reshape ${Show<S>} to ${Show<Target>}`,
  Target
>;

/** The end of a flattened range: `cannot flatten [2, 3, 4] from axis 2 to axis 1` */
export type FlattenArgument<S extends Shape, Start extends number, End extends number> =
  AreLegal<Axis<S>, Start> extends true
    ? Fits<Flatten<S, Start, End>, `cannot flatten ${Show<S>} from axis ${Start} to axis ${End}`, End>
    : End;

/** `cannot expand [2, 3] to [4, 3]` */
export type ExpandArgument<S extends Shape, Target extends Shape> = Fits<
  Expand<S, Target>,
  `cannot expand ${Show<S>} to ${Show<Target>}`,
  Target
>;

/** `[0, 0] is not a permutation of the axes of [2, 3]` */
export type PermuteArgument<S extends Shape, P extends readonly number[]> = Fits<
  Permute<S, P>,
  `${Show<P>} is not a permutation of the axes of ${Show<S>}`,
  P
>;

/** What is wrong with an axis to squeeze, or `never`. */
type SqueezeProblem<S extends Shape, A extends number> =
  AreLegal<Axis<S>, A> extends true
    ? Fits<Squeeze<S, A>, `cannot squeeze axis ${A} of ${Show<S>}: its size is not 1`, never>
    : Axis<S>;

/** `cannot squeeze axis 0 of [2, 3]: its size is not 1` */
export type SqueezeArgument<S extends Shape, A extends number | undefined> = [A] extends [number]
  ? [SqueezeProblem<S, A>] extends [never]
    ? A
    : SqueezeProblem<S, A>
  : A;

/** For the rest parameter `...ranges`: `cannot slice [2, 3] with 5, null` */
export type SliceArguments<S extends Shape, Ranges extends readonly Range[]> = [Slice<S, Ranges>] extends [never]
  ? { [I in keyof Ranges]: `cannot slice ${Show<S>} with ${ShowRanges<Ranges>}` }
  : Ranges;

/** `pad needs one [before, after] for each axis of [2, 3]` */
export type PadArgument<S extends Shape, P extends Pads> = Fits<
  Pad<S, P>,
  `pad needs one [before, after] for each axis of ${Show<S>}`,
  P
>;

/** `cannot concat [2, 3], [2, 4] along axis 0` */
export type ConcatOperands<Tensors extends readonly TensorLike[], A extends number> = Fits<
  Concat<ShapesOf<Tensors>, A>,
  `cannot concat ${ShowAll<ShapesOf<Tensors>>} along axis ${A}`,
  Tensors
>;

/** `cannot stack [2, 3], [4]`, with ` along axis 5` where that is no place for a new axis. */
export type StackOperands<Tensors extends readonly TensorLike[], A extends number> = Fits<
  Stack<ShapesOf<Tensors>, A>,
  `cannot stack ${ShowAll<ShapesOf<Tensors>>}${[Stack<ShapesOf<Tensors>, 0>] extends [never]
    ? ''
    : ` along axis ${A}`}`,
  Tensors
>;

/** The pieces that a split makes, or `never`. */
type Pieces<
  S extends Shape,
  Sizes extends number | readonly number[],
  A extends number,
> = Sizes extends readonly number[] ? Split<S, Sizes, A> : Sizes extends number ? SplitEqually<S, Sizes, A> : never;

type ShowPieces<Sizes> = Sizes extends readonly number[]
  ? Show<Sizes>
  : Sizes extends number
    ? `${Sizes} equal parts`
    : '';

/** The sizes of pieces, or their number: `cannot split axis 0 of [5, 3] into [2, 2]`, `… into 2 equal parts`. */
export type SplitArgument<S extends Shape, Sizes extends number | readonly number[], A extends number> = Fits<
  Pieces<S, Sizes, A>,
  `cannot split axis ${A} of ${Show<S>} into ${ShowPieces<Sizes>}`,
  Sizes
>;

/** `cannot gather [2, 3] along axis 0 with indices of shape [4]` */
export type GatherOperand<S extends Shape, Indices extends TensorLike, A extends number> = Fits<
  GatherAlong<S, Indices['shape'], A>,
  `cannot gather ${Show<S>} along axis ${A} with indices of shape ${Show<Indices['shape']>}`,
  Indices
>;

/** `einsum: label 'j' is both 3 and 4` */
export type EinsumArgument<Equation extends string, Shapes extends readonly Shape[]> = EinsumProblem<
  Equation,
  Shapes,
  Equation
>;

/** `the nested array is ragged: its rows differ in length` */
export type NestedArgument<A> = IsRagged<A> extends true ? 'the nested array is ragged: its rows differ in length' : A;

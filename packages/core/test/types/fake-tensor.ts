/** The declarations of ops as the library types them, without a line of runtime: for tests of the types alone. */
import type { DType, Promote } from '../../src/graph/dtype.js';
import type * as T from '../../src/types/index.js';

type Shape = T.Shape;

type ResultDType<D extends DType, O> = O extends { readonly dtype: infer E extends DType } ? Promote<D, E> : D;

export interface TensorOps {
  add<Me extends AnyTensor, O extends number | AnyTensor>(
    this: Me,
    other: T.BroadcastOperand<Me['shape'], O>,
  ): Tensor<T.BroadcastResult<Me['shape'], O>, ResultDType<Me['dtype'], O>>;
  mul<Me extends AnyTensor, O extends number | AnyTensor>(
    this: Me,
    other: T.BroadcastOperand<Me['shape'], O>,
  ): Tensor<T.BroadcastResult<Me['shape'], O>, ResultDType<Me['dtype'], O>>;
  where<Me extends AnyTensor, A extends AnyTensor, B extends AnyTensor>(
    this: Me,
    yes: A,
    no: T.BroadcastAllOperand<[Me['shape'], A['shape'], B['shape']], B>,
  ): Tensor<T.Safe<T.BroadcastAll<[Me['shape'], A['shape'], B['shape']]>>, ResultDType<A['dtype'], B>>;
  matmul<Me extends AnyTensor, O extends AnyTensor>(
    this: Me,
    other: T.MatMulOperand<Me['shape'], O>,
  ): Tensor<T.Safe<T.MatMul<Me['shape'], O['shape']>>, Promote<Me['dtype'], O['dtype']>>;
  outer<Me extends AnyTensor, O extends AnyTensor>(
    this: Me,
    other: T.OuterOperand<Me['shape'], O>,
  ): Tensor<T.Safe<T.Outer<Me['shape'], O['shape']>>, Promote<Me['dtype'], O['dtype']>>;
  relu<Me extends AnyTensor>(this: Me): Tensor<Me['shape'], Me['dtype']>;
  softmax<Me extends AnyTensor, const A extends number = -1>(
    this: Me,
    axis?: T.AxisArgument<Me['shape'], A>,
  ): Tensor<Me['shape'], Me['dtype']>;
  sum<Me extends AnyTensor, const A extends T.Axes = undefined, K extends boolean = false>(
    this: Me,
    axes?: T.AxesArgument<Me['shape'], A>,
    keepDims?: K,
  ): Tensor<T.Safe<T.Reduce<Me['shape'], A, K>>, Me['dtype']>;
  mean<Me extends AnyTensor, const A extends T.Axes = undefined, K extends boolean = false>(
    this: Me,
    axes?: T.AxesArgument<Me['shape'], A>,
    keepDims?: K,
  ): Tensor<T.Safe<T.Reduce<Me['shape'], A, K>>, Me['dtype']>;
  reshape<Me extends AnyTensor, const R extends Shape>(
    this: Me,
    shape: T.ReshapeArgument<Me['shape'], R>,
  ): Tensor<T.Safe<T.Reshape<Me['shape'], R>>, Me['dtype']>;
  flatten<Me extends AnyTensor, const Start extends number = 0, const End extends number = -1>(
    this: Me,
    start?: T.AxisArgument<Me['shape'], Start>,
    end?: T.FlattenArgument<Me['shape'], Start, End>,
  ): Tensor<T.Safe<T.Flatten<Me['shape'], Start, End>>, Me['dtype']>;
  expand<Me extends AnyTensor, const R extends Shape>(
    this: Me,
    shape: T.ExpandArgument<Me['shape'], R>,
  ): Tensor<T.Safe<T.Expand<Me['shape'], R>>, Me['dtype']>;
  permute<Me extends AnyTensor, const P extends readonly number[]>(
    this: Me,
    axes: T.PermuteArgument<Me['shape'], P>,
  ): Tensor<T.Safe<T.Permute<Me['shape'], P>>, Me['dtype']>;
  transpose<Me extends AnyTensor>(this: Me): Tensor<T.Safe<T.SwapLast<Me['shape']>>, Me['dtype']>;
  swapAxes<Me extends AnyTensor, const A extends number, const B extends number>(
    this: Me,
    a: T.AxisArgument<Me['shape'], A>,
    b: T.AxisArgument<Me['shape'], B>,
  ): Tensor<T.Safe<T.SwapAxes<Me['shape'], A, B>>, Me['dtype']>;
  moveAxis<Me extends AnyTensor, const From extends number, const To extends number>(
    this: Me,
    from: T.AxisArgument<Me['shape'], From>,
    to: T.AxisArgument<Me['shape'], To>,
  ): Tensor<T.Safe<T.MoveAxis<Me['shape'], From, To>>, Me['dtype']>;
  squeeze<Me extends AnyTensor, const A extends number | undefined = undefined>(
    this: Me,
    axis?: T.SqueezeArgument<Me['shape'], A>,
  ): Tensor<T.Safe<T.Squeeze<Me['shape'], A>>, Me['dtype']>;
  unsqueeze<Me extends AnyTensor, const A extends number>(
    this: Me,
    axis: T.NewAxisArgument<Me['shape'], A>,
  ): Tensor<T.Safe<T.Unsqueeze<Me['shape'], A>>, Me['dtype']>;
  slice<Me extends AnyTensor, const R extends readonly T.Range[]>(
    this: Me,
    ...ranges: T.SliceArguments<Me['shape'], R>
  ): Tensor<T.Safe<T.Slice<Me['shape'], R>>, Me['dtype']>;
  pad<Me extends AnyTensor, const P extends T.Pads>(
    this: Me,
    pads: T.PadArgument<Me['shape'], P>,
  ): Tensor<T.Safe<T.Pad<Me['shape'], P>>, Me['dtype']>;
  split<Me extends AnyTensor, const Sizes extends readonly number[], const A extends number = 0>(
    this: Me,
    sizes: T.SplitArgument<Me['shape'], Sizes, A>,
    axis?: T.AxisArgument<Me['shape'], A>,
  ): TensorsOf<T.Split<Me['shape'], Sizes, A>, Me['dtype']>;
  tile<Me extends AnyTensor, const R extends readonly number[]>(
    this: Me,
    repeats: R,
  ): Tensor<T.Safe<T.Tile<Me['shape'], R>>, Me['dtype']>;
  take<Me extends AnyTensor, I extends Shape, const A extends number = 0>(
    this: Me,
    indices: Tensor<I, 'int32'>,
    axis?: T.AxisArgument<Me['shape'], A>,
  ): Tensor<T.Safe<T.Take<Me['shape'], I, A>>, Me['dtype']>;
  gather<Me extends AnyTensor, I extends Tensor<Shape, 'int32'>, const A extends number>(
    this: Me,
    axis: T.AxisArgument<Me['shape'], A>,
    indices: T.GatherOperand<Me['shape'], I, A>,
  ): Tensor<T.Safe<T.GatherAlong<Me['shape'], I['shape'], A>>, Me['dtype']>;
  oneHot<Me extends AnyTensor, const N extends number>(
    this: Me,
    classes: N,
  ): Tensor<T.Safe<T.OneHot<Me['shape'], N>>, 'float32'>;
  assertShape<Me extends AnyTensor, const R extends Shape>(this: Me, shape: R): Tensor<T.Mutable<R>, Me['dtype']>;
}

export declare class Tensor<out S extends Shape = Shape, out D extends DType = DType> {
  readonly shape: S;
  readonly dtype: D;
}
export interface Tensor<out S extends Shape = Shape, out D extends DType = DType> extends TensorOps {}
export type AnyTensor = Tensor<Shape, DType>;

type TensorsOf<Shapes, D extends DType> = [Shapes] extends [never]
  ? // biome-ignore lint/suspicious/noExplicitAny: a mistake that was already reported.
    any
  : { -readonly [I in keyof Shapes]: Tensor<Extract<Shapes[I], Shape>, D> };

export declare function tensor<const A extends T.Nested>(
  data: T.NestedArgument<A>,
): Tensor<T.ShapeOf<A>, T.ScalarKind<A> extends 'boolean' ? 'bool' : 'float32'>;
export declare function zeros<const S extends Shape>(shape: S): Tensor<T.Mutable<S>, 'float32'>;
export declare function zeros<const S extends Shape, D extends DType>(shape: S, dtype: D): Tensor<T.Mutable<S>, D>;
export declare function concat<const Ts extends readonly AnyTensor[], const A extends number = 0>(
  tensors: T.ConcatOperands<Ts, A>,
  axis?: A,
): Tensor<T.Safe<T.Concat<T.ShapesOf<Ts>, A>>, Ts[number]['dtype']>;
export declare function stack<const Ts extends readonly AnyTensor[], const A extends number = 0>(
  tensors: T.StackOperands<Ts, A>,
  axis?: A,
): Tensor<T.Safe<T.Stack<T.ShapesOf<Ts>, A>>, Ts[number]['dtype']>;
export declare function einsum<const E extends string, const Ts extends readonly AnyTensor[]>(
  equation: T.EinsumArgument<E, T.ShapesOf<Ts>>,
  ...operands: Ts
): Tensor<T.EinsumResult<E, T.ShapesOf<Ts>>, Ts[number]['dtype']>;

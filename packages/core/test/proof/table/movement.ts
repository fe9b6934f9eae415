import {
  type AnyTensor,
  chunk,
  concat,
  expand,
  flatten,
  flip,
  moveAxis,
  pad,
  permute,
  repeat,
  reshape,
  roll,
  type Shape,
  slice,
  split,
  squeeze,
  stack,
  tile,
  transpose,
  unbind,
  unsqueeze,
} from '@adjoint/core';
import { axesOf, axisOf, broadcastableShapes, permutations } from '@adjoint/testing';
import * as fc from 'fast-check';
import { fromFront, listOf, nonEmptyShapes, reals, smallShapes, spliced, withAxis } from '../draws.js';
import { kept } from '../dtype-rules.js';
import { type Call, type Entry, entry, type Results } from '../entry.js';
import { slices } from './slices.js';

const moved = (x: AnyTensor, f: (x: AnyTensor) => Results, ...shapes: readonly Shape[]): Call => ({
  inputs: [x],
  f,
  shapes,
  dtype: kept,
});

/** A call for each tensor and what is drawn for its shape. */
const forShape = <T>(
  draw: (shape: Shape) => fc.Arbitrary<T>,
  call: (x: AnyTensor, drawn: T) => Call,
  shapes: fc.Arbitrary<Shape> = smallShapes(),
): fc.Arbitrary<Call> => reals(shapes).chain((x) => draw(x.shape).map((drawn) => call(x, drawn)));

const withTwoAxes = (call: (x: AnyTensor, axes: readonly [number, number]) => Call): fc.Arbitrary<Call> =>
  forShape((shape) => fc.tuple(axisOf(shape), axisOf(shape)), call, smallShapes({ minRank: 1 }));

const product = (sizes: Shape): number => sizes.reduce((total, size) => total * size, 1);

/** Shapes of as many elements, with one size left for the op to work out, or not. */
const reshapes = forShape(
  (shape) =>
    fc.constantFrom(
      { asked: [-1], target: [product(shape)] },
      { asked: shape.toReversed(), target: shape.toReversed() },
      { asked: [1, ...shape], target: [1, ...shape] },
      { asked: [...shape, -1], target: [...shape, 1] },
      { asked: [...shape.slice(0, 1), -1], target: [...shape.slice(0, 1), product(shape.slice(1))] },
    ),
  (x, { asked, target }) => moved(x, (each) => reshape(each, asked), target),
  nonEmptyShapes(),
);

const flattenings = withTwoAxes((x, axes) => {
  const rank = x.shape.length;
  const [start, end] = axes.toSorted((a, b) => fromFront(a, rank) - fromFront(b, rank)) as [number, number];
  const [first, last] = [fromFront(start, rank), fromFront(end, rank)];
  const shape = [...x.shape.slice(0, first), product(x.shape.slice(first, last + 1)), ...x.shape.slice(last + 1)];
  return moved(x, (each) => flatten(each, start, end), shape);
});

const permuted = forShape(
  ({ length }) => permutations(length),
  (x, axes) =>
    moved(
      x,
      (each) => permute(each, axes),
      axes.map((axis) => x.shape[axis] as number),
    ),
);

const transposed = withTwoAxes((x, [axis0, axis1]) => {
  const rank = x.shape.length;
  const [first, second] = [fromFront(axis0, rank), fromFront(axis1, rank)];
  const shape = x.shape.with(first, x.shape[second] as number).with(second, x.shape[first] as number);
  return moved(x, (each) => transpose(each, axis0, axis1), shape);
});

const axesMoved = withTwoAxes((x, [from, to]) => {
  const rank = x.shape.length;
  const shape = x.shape.toSpliced(fromFront(from, rank), 1);
  shape.splice(fromFront(to, rank), 0, x.shape[fromFront(from, rank)] as number);
  return moved(x, (each) => moveAxis(each, from, to), shape);
});

/** To a shape it broadcasts to; −1 keeps a size. */
const expanded = broadcastableShapes(2, { maxSize: 3, maxElements: 8 }).chain(({ shapes: [from = []], joined }) =>
  fc.tuple(reals(from), fc.boolean()).map(([x, keeps]) => {
    const asked = joined.map((size, axis) => (keeps && from[axis - joined.length + from.length] === size ? -1 : size));
    return moved(x, (each) => expand(each, asked), joined);
  }),
);

const squeezed = fc.oneof(
  reals().map((x) =>
    moved(
      x,
      (each) => squeeze(each),
      x.shape.filter((size) => size !== 1),
    ),
  ),
  forShape(
    (shape) => axisOf([...shape, 1]),
    (x, axis) => {
      const shape = x.shape.toSpliced(fromFront(axis, x.shape.length + 1), 0, 1);
      const widened = x.reshape(shape);
      widened.dataSync();
      return moved(widened, (each) => squeeze(each, axis), x.shape);
    },
  ),
);

const unsqueezed = forShape(
  (shape) => axisOf([...shape, 1]),
  (x, axis) => moved(x, (each) => unsqueeze(each, axis), x.shape.toSpliced(fromFront(axis, x.shape.length + 1), 0, 1)),
);

const flipped = forShape(axesOf, (x, axes) => moved(x, (each) => flip(each, axes), x.shape));

const pads = forShape(
  (shape) => fc.tuple(listOf(fc.tuple(fc.nat({ max: 2 }), fc.nat({ max: 2 })), shape.length), fc.constantFrom(0, 1)),
  (x, [counts, value]) =>
    moved(
      x,
      (each) => pad(each, counts, value),
      x.shape.map((size, axis) => size + (counts[axis]?.[0] ?? 0) + (counts[axis]?.[1] ?? 0)),
    ),
);

/** The modes of the edges, with no more elements than there are. */
const edgePads = forShape(
  (shape) =>
    fc.constantFrom('reflect' as const, 'replicate' as const, 'circular' as const).chain((mode) => {
      const limit = { reflect: -1, replicate: 2, circular: 0 }[mode];
      const count = (size: number): fc.Arbitrary<number> =>
        fc.nat({ max: Math.min(mode === 'replicate' ? 2 : size + limit, 2) });
      const counts = fc.tuple(...shape.map((size) => fc.tuple(count(size), count(size))));
      return fc.tuple(counts as fc.Arbitrary<[number, number][]>, fc.constant(mode));
    }),
  (x, [counts, mode]) =>
    moved(
      x,
      (each) => pad(each, counts, { mode }),
      x.shape.map((size, axis) => size + (counts[axis]?.[0] ?? 0) + (counts[axis]?.[1] ?? 0)),
    ),
  nonEmptyShapes(),
);

const concatenate = concat as (tensors: readonly AnyTensor[], axis: number) => AnyTensor;
const pile = stack as (tensors: readonly AnyTensor[], axis: number) => AnyTensor;

/** One to three tensors that differ along the axis at most, each an input. */
const joins = withAxis().chain(([x, axis]) =>
  fc
    .array(fc.integer({ min: 1, max: 2 }), { maxLength: 2 })
    .chain((sizes) => fc.tuple(...sizes.map((size) => reals(spliced(x.shape, axis, [size])))))
    .map((others): Call => {
      const inputs = [x, ...others];
      const place = fromFront(axis, x.shape.length);
      const total = inputs.reduce((sum, { shape }) => sum + (shape[place] as number), 0);
      const f = (...tensors: AnyTensor[]): AnyTensor => concatenate(tensors, axis);
      return { inputs, f, shapes: [x.shape.with(place, total)], dtype: kept };
    }),
);

const stacks = fc.tuple(smallShapes(), fc.integer({ min: 1, max: 3 })).chain(([shape, count]) =>
  fc
    .tuple(axisOf([...shape, 1]), fc.tuple(...Array.from({ length: count }, () => reals(shape))))
    .map(([axis, inputs]): Call => {
      const f = (...tensors: AnyTensor[]): AnyTensor => pile(tensors, axis);
      return { inputs, f, shapes: [shape.toSpliced(fromFront(axis, shape.length + 1), 0, count)], dtype: kept };
    }),
);

/** Into given sizes, empty ones among them, or into equal pieces. */
const splits = withAxis(nonEmptyShapes).chain(([x, axis]) => {
  const size = x.shape[fromFront(axis, x.shape.length)] as number;
  const uneven = fc
    .nat({ max: size })
    .chain((first) => fc.constantFrom([first, size - first], [first, 0, size - first]));
  const equal = fc.constantFrom(1, size);
  return fc.oneof(uneven, equal).map((sizes) => {
    const parts = typeof sizes === 'number' ? new Array<number>(sizes).fill(size / sizes) : sizes;
    const cut = split as (x: AnyTensor, sizes: number | readonly number[], axis: number) => AnyTensor[];
    return moved(x, (each) => cut(each, sizes, axis), ...parts.map((part) => spliced(x.shape, axis, [part])));
  });
});

const chunks = fc.tuple(withAxis(nonEmptyShapes), fc.integer({ min: 1, max: 4 })).map(([[x, axis], count]) => {
  const size = x.shape[fromFront(axis, x.shape.length)] as number;
  const each = Math.ceil(size / count);
  const parts = Array.from({ length: Math.ceil(size / each) }, (_, index) => Math.min(each, size - index * each));
  return moved(x, (given) => chunk(given, count, axis), ...parts.map((part) => spliced(x.shape, axis, [part])));
});

const unbound = withAxis(nonEmptyShapes).map(([x, axis]) => {
  const size = x.shape[fromFront(axis, x.shape.length)] as number;
  const take = unbind as (x: AnyTensor, axis: number) => AnyTensor[];
  return moved(x, (each) => take(each, axis), ...Array.from({ length: size }, () => spliced(x.shape, axis, [])));
});

const tiled = forShape(
  () => fc.array(fc.integer({ min: 1, max: 2 }), { maxLength: 3 }),
  (x, repeats) => {
    const rank = Math.max(x.shape.length, repeats.length);
    const aligned = (list: Shape): Shape => [...new Array<number>(rank - list.length).fill(1), ...list];
    const times = aligned(repeats);
    return moved(
      x,
      (each) => tile(each, repeats),
      aligned(x.shape).map((size, axis) => size * (times[axis] as number)),
    );
  },
);

const repeated = fc.tuple(withAxis(), fc.integer({ min: 1, max: 3 })).map(([[x, axis], count]) => {
  const size = x.shape[fromFront(axis, x.shape.length)] as number;
  return moved(x, (each) => repeat(each, count, axis), spliced(x.shape, axis, [size * count]));
});

const rolled = forShape(
  (shape) =>
    fc.tuple(
      fc.integer({ min: -5, max: 5 }),
      shape.length === 0 ? fc.constant(undefined) : fc.option(axisOf(shape), { nil: undefined }),
    ),
  (x, [shift, axis]) => moved(x, (each) => roll(each, shift, axis), x.shape),
);

export const movement: readonly Entry[] = [
  entry(reshape, reshapes),
  entry(flatten, flattenings),
  entry(permute, permuted),
  entry(transpose, transposed),
  entry(moveAxis, axesMoved),
  entry(expand, expanded),
  entry(squeeze, squeezed),
  entry(unsqueeze, unsqueezed),
  entry(slice, slices),
  entry(flip, flipped),
  entry(pad, pads),
  entry(pad, edgePads, { variant: 'from the edges' }),
  entry(concat, joins),
  entry(stack, stacks),
  entry(split, splits),
  entry(chunk, chunks),
  entry(unbind, unbound),
  entry(tile, tiled),
  entry(repeat, repeated),
  entry(roll, rolled),
];

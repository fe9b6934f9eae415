import { type AnyTensor, concat, stack } from '@adjoint/core';
import { isRecord, type Json } from '../attributes.js';
import { type Operations, unary, variadic } from './operation.js';

/** What to take of one axis: all of it, one element, or a range with a step. */
type Range = null | number | readonly [number | null, number | null, number];

/** A slice `[start, stop, step]` of the files, where null leaves a bound or the step out. */
function toRange(slice: Json): Range {
  if (slice === null) return null;
  const bounds: readonly Json[] = Array.isArray(slice) ? slice : [];
  const [start, stop, step] = bounds;
  const isBound = (bound: Json | undefined): bound is number | null => bound === null || typeof bound === 'number';
  if (bounds.length !== 3 || !isBound(start) || !isBound(stop) || !isBound(step)) {
    throw new TypeError(`${JSON.stringify(slice)} is not a slice; expected null or [start, stop, step]`);
  }
  return [start, stop, step ?? 1];
}

/** NumPy's basic indexing: ranges first, then an axis of size 1 for each `"newaxis"`. */
function getItem(x: AnyTensor, index: readonly Json[]): AnyTensor {
  const consumes = (entry: Json): boolean => entry !== 'newaxis' && entry !== 'ellipsis';
  const skipped = x.shape.length - index.filter(consumes).length;
  const ranges: Range[] = [];
  const newAxes: number[] = [];
  let axis = 0;
  for (const entry of index) {
    if (entry === 'newaxis') newAxes.push(axis++);
    else if (entry === 'ellipsis') {
      ranges.push(...new Array<null>(skipped).fill(null));
      axis += skipped;
    } else if (typeof entry === 'number') ranges.push(entry);
    else {
      ranges.push(toRange((isRecord(entry) ? entry['slice'] : undefined) ?? null));
      axis++;
    }
  }
  return newAxes.reduce((result: AnyTensor, position) => result.unsqueeze(position), x.slice(...ranges));
}

function toPads(pads: readonly Json[]): [number, number][] {
  return pads.map((pad) => {
    const [before, after] = Array.isArray(pad) ? (pad as readonly Json[]) : [];
    if (typeof before !== 'number' || typeof after !== 'number') {
      throw new TypeError(`${JSON.stringify(pad)} is not a pad; expected [before, after]`);
    }
    return [before, after];
  });
}

export const shapeOperations: Operations = {
  chunk: unary((x, attributes) => x.chunk(attributes.integer('chunks'), attributes.integer('axis'))),
  concat: variadic((tensors, attributes) => concat(tensors, attributes.integer('axis'))),
  expand: unary((x, attributes) => x.expand(attributes.integers('shape'))),
  flatten: unary((x, attributes) => x.flatten(attributes.integer('start'), attributes.integer('end'))),
  flip: unary((x, attributes) => x.flip(attributes.integers('axes'))),
  getitem: unary((x, attributes) => getItem(x, attributes.list('index'))),
  pad: unary((x, attributes) => {
    const mode = attributes.choice('mode', ['constant', 'reflect', 'replicate', 'circular']);
    const pads = toPads(attributes.list('pads'));
    return mode === 'constant' ? x.pad(pads, attributes.number('value')) : x.pad(pads, { mode });
  }),
  permute: unary((x, attributes) => x.permute(attributes.integers('axes'))),
  repeat: unary((x, attributes) => x.tile(attributes.integers('repeats'))),
  repeat_interleave: unary((x, attributes) => x.repeat(attributes.integer('repeats'), attributes.integer('axis'))),
  reshape: unary((x, attributes) => x.reshape(attributes.integers('shape'))),
  roll: unary((x, attributes) => {
    const shifts = attributes.integers('shifts');
    const axes = attributes.optionalIntegers('axes');
    return shifts.reduce((rolled: AnyTensor, shift, index) => rolled.roll(shift, axes?.[index]), x);
  }),
  select: unary((x, attributes) => {
    const axis = attributes.integer('axis');
    const ranges: (number | null)[] = new Array<null>(x.shape.length).fill(null);
    return x.slice(...ranges.with(axis, attributes.integer('index')));
  }),
  slice: unary((x, attributes) => x.slice(...attributes.list('slices').map(toRange))),
  split: unary((x, attributes) => x.split(attributes.integers('sizes'), attributes.integer('axis'))),
  squeeze: unary((x, attributes) => x.squeeze(attributes.optionalInteger('axis'))),
  stack: variadic((tensors, attributes) => stack(tensors, attributes.integer('axis'))),
  transpose: unary((x, attributes) => x.transpose(attributes.integer('axis0'), attributes.integer('axis1'))),
  unbind: unary((x, attributes) => x.unbind(attributes.integer('axis'))),
  unsqueeze: unary((x, attributes) => x.unsqueeze(attributes.integer('axis'))),
};

import { bytesPerElement, type DType } from '../../../graph/dtype.js';
import { sizeOf } from '../../../graph/shape.js';
import type { Routines } from '../../contract.js';
import type { KernelContext } from '../context.js';
import {
  block,
  br,
  type Code,
  type FunctionBuilder,
  f32x4,
  f64x2,
  i32,
  i32x4,
  ifElse,
  type Local,
  local,
  v128,
} from '../encoder/index.js';
import type { Location } from '../location.js';
import { runReduce } from './reduce.js';
import { createSource, type Kind, lowHalves, type Source } from './reduce-elements.js';
import { advance, countDown } from './reduce-loops.js';

/**
 * The int32 index of the first extreme element along an axis; the first NaN, if there is one. A reduction finds the
 * extremes, a search the first element that equals them.
 */
export function runArgExtreme(
  context: KernelContext,
  { axis, extreme }: Routines['argExtreme'],
  input: Location,
  output: Location,
): void {
  const { shape, dtype } = input;
  if (sizeOf(output.shape) === 0) return;
  const size = shape[axis] as number;
  const extremes = context.scratch(sizeOf(output.shape) * bytesPerElement[dtype]);
  runReduce(context, extreme, [axis], input, { shape: output.shape, dtype, offset: extremes });
  const outer = sizeOf(shape.slice(0, axis));
  const inner = sizeOf(shape.slice(axis + 1));
  const access = inner === 1 ? 'row' : 'column';
  const kernel = context.kernel(`arg-extreme ${access} ${dtype}`, (module) => {
    const body = inner === 1 ? rowBody : columnBody;
    const parameters = ['i32', 'i32', 'i32', 'i32', 'i32', 'i32'] as const;
    module.export('run', { parameters, results: [] }, (f) => body(f, createSearch(dtype)));
  });
  context.launch(kernel, [input.offset, extremes, output.offset, outer, size, inner]);
}

interface Search {
  readonly source: Source;
  /** Lanes of ones where an element, of as many vectors as four elements take, is the extreme or NaN. */
  readonly matches: (elements: readonly Code[], extremes: readonly Code[]) => Code;
  readonly isWide: boolean;
}

function createSearch(dtype: DType): Search {
  const kind: Kind = dtype === 'float64' ? 'wide' : dtype === 'float32' ? 'single' : 'integer';
  const lanes = { wide: f64x2, single: f32x4, integer: i32x4 }[kind];
  const matches: Search['matches'] = (elements, extremes) =>
    lowHalves(
      elements.map((element, part) => {
        const isExtreme = lanes.eq(element, extremes[part] as Code);
        // Where there is a NaN, the extreme is NaN, which equals nothing.
        return kind === 'integer' ? isExtreme : v128.or(isExtreme, lanes.ne(element, element));
      }),
    );
  return { source: createSource(dtype, kind), matches, isWide: kind === 'wide' };
}

type Parameters = readonly [input: Local, extremes: Local, output: Local, groups: Local, rows: Local, columns: Local];

/** Parameters as `columnBody`, of one column. */
function rowBody(f: FunctionBuilder, { source, matches, isWide }: Search): Code {
  const [input, extremes, output, groups, rows] = f.parameters as Parameters;
  const extreme = f.local('v128');
  const address = f.local('i32');
  const rest = f.local('i32');
  const index = f.local('i32');
  const mask = f.local('i32');
  const ofExtreme = isWide ? [local.get(extreme), local.get(extreme)] : [local.get(extreme)];
  const splat = isWide
    ? v128.load64Splat(local.get(extremes))
    : v128.shuffle32(source.one(local.get(extremes)), v128.zero, [0, 0, 0, 0]);
  return countDown(groups, 1, [
    local.set(extreme, splat),
    local.set(address, local.get(input)),
    local.set(rest, local.get(rows)),
    local.set(index, i32.const(0)),
    block((found) => [
      countDown(rest, 4, [
        local.set(mask, i32x4.bitmask(matches(source.quad(local.get(address), 0), ofExtreme))),
        ifElse(local.get(mask), [advance(index, i32.ctz(local.get(mask))), br(found)]),
        advance(address, i32.const(4 * source.bytes)),
        advance(index, i32.const(4)),
      ]),
      countDown(rest, 1, [
        local.set(mask, i32.and(i32x4.bitmask(matches([source.one(local.get(address))], ofExtreme)), i32.const(1))),
        ifElse(local.get(mask), br(found)),
        advance(address, i32.const(source.bytes)),
        advance(index, i32.const(1)),
      ]),
    ]),
    i32.store(local.get(output), local.get(index)),
    advance(input, i32.mul(local.get(rows), i32.const(source.bytes))),
    advance(extremes, i32.const(source.bytes)),
    advance(output, i32.const(4)),
  ]);
}

/**
 * Parameters: input, extremes, output, and the sizes of `[groups, rows, columns]`. From the last row to the first, each
 * match takes the place of the one before.
 */
function columnBody(f: FunctionBuilder, { source, matches }: Search): Code {
  const [input, extremes, output, groups, rows, columns] = f.parameters as Parameters;
  const indices = f.local('v128');
  const address = f.local('i32');
  const left = f.local('i32');
  const rest = f.local('i32');
  const rowBytes = i32.mul(local.get(columns), i32.const(source.bytes));
  const otherRows = i32.mul(i32.sub(local.get(rows), i32.const(1)), rowBytes);

  const strip = (width: number, read: (from: Code) => Code[], write: Code): Code =>
    countDown(left, width, [
      local.set(address, i32.add(local.get(input), otherRows)),
      local.set(rest, local.get(rows)),
      local.set(indices, v128.zero),
      countDown(rest, 1, [
        local.set(
          indices,
          v128.bitselect(
            i32x4.splat(i32.sub(local.get(rest), i32.const(1))),
            local.get(indices),
            matches(read(local.get(address)), read(local.get(extremes))),
          ),
        ),
        local.set(address, i32.sub(local.get(address), rowBytes)),
      ]),
      write,
      advance(input, i32.const(width * source.bytes)),
      advance(extremes, i32.const(width * source.bytes)),
      advance(output, i32.const(width * 4)),
    ]);
  return countDown(groups, 1, [
    local.set(left, local.get(columns)),
    strip(4, (from) => source.quad(from, 0), v128.store(local.get(output), local.get(indices), { align: 4 })),
    strip(1, (from) => [source.one(from)], v128.store32Lane(local.get(output), local.get(indices), 0)),
    advance(input, otherRows),
  ]);
}

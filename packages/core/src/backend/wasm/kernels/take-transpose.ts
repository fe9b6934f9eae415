import { bytesPerElement, type DType } from '../../../graph/dtype.js';
import { sizeOf } from '../../../graph/shape.js';
import type { Routines } from '../../contract.js';
import type { Kernel, KernelContext } from '../context.js';
import {
  type Code,
  type FunctionBuilder,
  i32,
  ifElse,
  type Local,
  local,
  memory,
  whileLoop,
} from '../encoder/index.js';
import type { Location } from '../location.js';
import { checkIndexLocation } from './gather-indices.js';
import { accumulationOf } from './reduce-combine.js';
import { createSink, createSource, partsOf } from './reduce-elements.js';
import { advance, countDown } from './reduce-loops.js';

/**
 * `output = 0; output[i…, index[j…], k…] += source[i…, j…, k…]`: each sum in ascending order of j, float32 in float64.
 * The positions of each index are chained first, so that a row of the output is summed at once and a row that no index
 * names costs nothing but its zeros.
 *
 * @param name the op's, for the error where an index is out of range; undefined where that was checked before
 */
export function runTakeTranspose(
  context: KernelContext,
  { axis, size }: Routines['takeTranspose'],
  [index, source]: readonly [Location, Location],
  output: Location,
  name: string | undefined,
): void {
  if (name !== undefined) checkIndexLocation(context, name, index, size);
  const elements = sizeOf(output.shape);
  if (elements === 0) return;
  const count = sizeOf(index.shape);
  const heads = context.scratch(4 * size);
  const next = context.scratch(4 * count);
  context.launch(chainKernel(context), [index.offset, heads, next, size, count]);
  const outer = sizeOf(output.shape.slice(0, axis));
  const inner = sizeOf(output.shape.slice(axis + 1));
  const bytes = elements * bytesPerElement[output.dtype];
  const sum = sumKernel(context, output.dtype);
  context.launch(sum, [source.offset, output.offset, heads, next, outer, size, count, inner, bytes]);
}

/** Parameters: index, heads, next, size, count. Chains run through ascending positions, and end with −1. */
function chainKernel(context: KernelContext): Kernel {
  return context.kernel('chain indices', (module) => {
    module.export('run', { parameters: ['i32', 'i32', 'i32', 'i32', 'i32'], results: [] }, (f, ...parameters) => {
      const [index, heads, next, size, count] = parameters as readonly [Local, Local, Local, Local, Local];
      const head = f.local('i32');
      const position = i32.sub(local.get(count), i32.const(1));
      const at = (base: Local, element: Code): Code => i32.add(local.get(base), i32.shl(element, i32.const(2)));
      return [
        memory.fill(local.get(heads), i32.const(255), i32.shl(local.get(size), i32.const(2))),
        countDown(count, 1, [
          local.set(head, at(heads, i32.load(at(index, position)))),
          i32.store(at(next, position), i32.load(local.get(head))),
          i32.store(local.get(head), position),
        ]),
      ];
    });
  });
}

function sumKernel(context: KernelContext, dtype: DType): Kernel {
  return context.kernel(`take-transpose ${dtype}`, (module) => {
    const parameters = ['i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32'] as const;
    module.export('run', { parameters, results: [] }, (f) => sumBody(f, dtype));
  });
}

/** Parameters: source, output, heads, next, groups, rows of a group of the output, of the source, columns, output bytes. */
function sumBody(f: FunctionBuilder, dtype: DType): Code {
  const [source, output, heads, next, groups, rows, count, columns, bytes] = f.parameters as Parameters;
  const { kind, join, identity } = accumulationOf('sum', dtype);
  const from = createSource(dtype, kind);
  const to = createSink(dtype, kind);
  const parts = partsOf(kind);
  const running = Array.from({ length: 4 * parts }, () => f.local('v128'));
  const [head, row, left, position, column, address] = Array.from({ length: 6 }, () => f.local('i32')) as Locals;
  const rowBytes = i32.mul(local.get(columns), i32.const(from.bytes));

  const strip = (width: number, read: (at: Code) => Code[], write: (values: readonly Code[]) => Code): Code => {
    const values = read(local.get(address));
    const used = running.slice(0, values.length);
    return countDown(left, width, [
      used.map((vector) => local.set(vector, f.constant(identity))),
      local.set(position, i32.load(local.get(head))),
      whileLoop(i32.geS(local.get(position), i32.const(0)), [
        local.set(address, i32.add(local.get(column), i32.mul(local.get(position), rowBytes))),
        values.map((value, index) => local.set(used[index] as Local, join(local.get(used[index] as Local), value))),
        local.set(position, i32.load(i32.add(local.get(next), i32.shl(local.get(position), i32.const(2))))),
      ]),
      write(used.map(local.get)),
      advance(column, i32.const(width * from.bytes)),
      advance(output, i32.const(width * to.bytes)),
    ]);
  };
  const quads = (count4: number): Code =>
    strip(
      4 * count4,
      (at) => Array.from({ length: count4 }, (_, quad) => from.quad(at, 4 * quad * from.bytes)).flat(),
      (values) =>
        Array.from({ length: count4 }, (_, quad) =>
          to.quad(local.get(output), values.slice(quad * parts, (quad + 1) * parts), 4 * quad * to.bytes),
        ),
    );
  return [
    memory.fill(local.get(output), i32.const(0), local.get(bytes)),
    countDown(groups, 1, [
      local.set(head, local.get(heads)),
      local.set(row, local.get(rows)),
      countDown(row, 1, [
        ifElse(
          i32.ltS(i32.load(local.get(head)), i32.const(0)),
          advance(output, i32.mul(local.get(columns), i32.const(to.bytes))),
          [
            local.set(column, local.get(source)),
            local.set(left, local.get(columns)),
            quads(4),
            quads(1),
            strip(
              1,
              (at) => [from.one(at)],
              ([value]) => to.one(local.get(output), value as Code),
            ),
          ],
        ),
        advance(head, i32.const(4)),
      ]),
      advance(source, i32.mul(local.get(count), rowBytes)),
    ]),
  ];
}

type Parameters = readonly [Local, Local, Local, Local, Local, Local, Local, Local, Local];
type Locals = [Local, Local, Local, Local, Local, Local];

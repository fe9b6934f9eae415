import { bytesPerElement } from '../../../graph/dtype.js';
import { sizeOf } from '../../../graph/shape.js';
import type { Routines } from '../../contract.js';
import type { KernelContext } from '../context.js';
import { type Code, type FunctionBuilder, i32, i64, type Local, local } from '../encoder/index.js';
import type { Location } from '../location.js';
import { checkIndexLocation } from './gather-indices.js';
import { advance, countDown } from './reduce-loops.js';

/**
 * `output[i, j, k] = x[i, index[i, j, k], k]`, i and k standing for all axes before and behind `axis`.
 *
 * @param name the op's, for the error where an index is out of range; undefined where that was checked before
 */
export function runGather(
  context: KernelContext,
  { axis }: Routines['gather'],
  [x, index]: readonly [Location, Location],
  output: Location,
  name: string | undefined,
): void {
  const { shape } = index;
  const size = x.shape[axis] as number;
  if (name !== undefined) checkIndexLocation(context, name, index, size);
  if (sizeOf(shape) === 0) return;
  const bytes = bytesPerElement[x.dtype] as keyof typeof copies;
  const kernel = context.kernel(`gather ${bytes}`, (module) => {
    const parameters = ['i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32'] as const;
    module.export('run', { parameters, results: [] }, (f) => gatherBody(f, bytes));
  });
  const outer = sizeOf(shape.slice(0, axis));
  const inner = sizeOf(shape.slice(axis + 1));
  context.launch(kernel, [x.offset, index.offset, output.offset, outer, size, shape[axis] as number, inner]);
}

const copies = {
  1: (to: Code, from: Code): Code => i32.store8(to, i32.load8U(from)),
  4: (to: Code, from: Code): Code => i32.store(to, i32.load(from)),
  8: (to: Code, from: Code): Code => i64.store(to, i64.load(from)),
};

/** Parameters: x, index, output, groups, rows of a group of x, rows of a group of the index, columns. */
function gatherBody(f: FunctionBuilder, bytes: keyof typeof copies): Code {
  const [x, index, output, groups, rows, count, columns] = f.parameters as Parameters;
  const row = f.local('i32');
  const rest = f.local('i32');
  const column = f.local('i32');
  const position = i32.mul(i32.load(local.get(index)), local.get(columns));
  return countDown(groups, 1, [
    local.set(row, local.get(count)),
    countDown(row, 1, [
      local.set(column, local.get(x)),
      local.set(rest, local.get(columns)),
      countDown(rest, 1, [
        copies[bytes](local.get(output), i32.add(local.get(column), i32.mul(position, i32.const(bytes)))),
        advance(column, i32.const(bytes)),
        advance(index, i32.const(4)),
        advance(output, i32.const(bytes)),
      ]),
    ]),
    advance(x, i32.mul(i32.mul(local.get(rows), local.get(columns)), i32.const(bytes))),
  ]);
}

type Parameters = readonly [Local, Local, Local, Local, Local, Local, Local];

import { bytesPerElement } from '../../../graph/dtype.js';
import { sizeOf } from '../../../graph/shape.js';
import type { Routines } from '../../contract.js';
import type { KernelContext } from '../context.js';
import { type Code, type FunctionBuilder, i32, type Local, local, memory, v128 } from '../encoder/index.js';
import type { Location } from '../location.js';
import { checkIndexLocation } from './gather-indices.js';
import { advance, countDown } from './reduce-loops.js';

/**
 * `output[i…, j…, k…] = x[i…, index[j…], k…]`: whole rows of the axes behind `axis`.
 *
 * @param name the op's, for the error where an index is out of range; undefined where that was checked before
 */
export function runTake(
  context: KernelContext,
  { axis }: Routines['take'],
  [x, index]: readonly [Location, Location],
  output: Location,
  name: string | undefined,
): void {
  const { shape, dtype } = x;
  const size = shape[axis] as number;
  if (name !== undefined) checkIndexLocation(context, name, index, size);
  if (sizeOf(output.shape) === 0) return;
  const rowBytes = sizeOf(shape.slice(axis + 1)) * bytesPerElement[dtype];
  const copy = rowBytes in copies ? (rowBytes as keyof typeof copies) : 'row';
  const kernel = context.kernel(`take ${copy}`, (module) => {
    const parameters = ['i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32'] as const;
    module.export('run', { parameters, results: [] }, (f) => takeBody(f, copy));
  });
  const outer = sizeOf(shape.slice(0, axis));
  context.launch(kernel, [x.offset, index.offset, output.offset, outer, size, sizeOf(index.shape), rowBytes]);
}

/** Rows of these sizes in bytes are one access, which spares the call that a copy of any length is. */
const copies = {
  1: (to: Code, from: Code): Code => i32.store8(to, i32.load8U(from)),
  4: (to: Code, from: Code): Code => i32.store(to, i32.load(from)),
  8: (to: Code, from: Code): Code => v128.store64Lane(to, v128.load64Zero(from, { align: 4 }), 0, { align: 4 }),
  16: (to: Code, from: Code): Code => v128.store(to, v128.load(from, { align: 4 }), { align: 4 }),
};

/** Parameters: x, index, output, groups, rows of a group of x, indices, bytes of a row. */
function takeBody(f: FunctionBuilder, copy: keyof typeof copies | 'row'): Code {
  const [x, index, output, groups, rows, count, rowBytes] = f.parameters as Parameters;
  const address = f.local('i32');
  const rest = f.local('i32');
  const bytes = copy === 'row' ? local.get(rowBytes) : i32.const(copy);
  const from = i32.add(local.get(x), i32.mul(i32.load(local.get(address)), bytes));
  return countDown(groups, 1, [
    local.set(address, local.get(index)),
    local.set(rest, local.get(count)),
    countDown(rest, 1, [
      copy === 'row' ? memory.copy(local.get(output), from, bytes) : copies[copy](local.get(output), from),
      advance(address, i32.const(4)),
      advance(output, bytes),
    ]),
    advance(x, i32.mul(local.get(rows), bytes)),
  ]);
}

type Parameters = readonly [Local, Local, Local, Local, Local, Local, Local];

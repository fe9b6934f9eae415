import { bytesPerElement, type DType } from '../../../graph/dtype.js';
import { sizeOf } from '../../../graph/shape.js';
import type { Routines } from '../../contract.js';
import type { KernelContext } from '../context.js';
import { type Code, type FunctionBuilder, f32, f64, i32, type Local, local, memory } from '../encoder/index.js';
import type { Location } from '../location.js';
import { checkIndexLocation } from './gather-indices.js';
import { createSink, createSource } from './reduce-elements.js';
import { advance, countDown } from './reduce-loops.js';

/**
 * `output = 0; output[i, index[i, j, k], k] += source[i, j, k]`: each sum in ascending order of j, float32 in float64.
 *
 * @param name the op's, for the error where an index is out of range; undefined where that was checked before
 */
export function runGatherTranspose(
  context: KernelContext,
  { axis, size }: Routines['gatherTranspose'],
  [index, source]: readonly [Location, Location],
  output: Location,
  name: string | undefined,
): void {
  if (name !== undefined) checkIndexLocation(context, name, index, size);
  if (sizeOf(output.shape) === 0) return;
  const { dtype } = output;
  const count = index.shape[axis] as number;
  const outer = sizeOf(output.shape.slice(0, axis));
  const inner = sizeOf(output.shape.slice(axis + 1));
  // The sum of one term and 0 is exact.
  const isWidened = dtype === 'float32' && count > 1;
  const sums = isWidened ? context.scratch(size * inner * bytesPerElement.float64) : output.offset;
  const kernel = context.kernel(`gather-transpose ${dtype}${isWidened ? ' widened' : ''}`, (module) => {
    const parameters = ['i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32'] as const;
    module.export('run', { parameters, results: [] }, (f) => scatterBody(f, adders[isWidened ? 'widened' : dtype]));
  });
  context.launch(kernel, [index.offset, source.offset, sums, output.offset, outer, size, count, inner]);
}

interface Adder {
  readonly bytes: number;
  readonly sumBytes: number;
  /** `*sum += *source`. */
  readonly add: (sum: Code, source: Code) => Code;
}

const octets: Adder = {
  bytes: 1,
  sumBytes: 1,
  add: (sum, source) => i32.store8(sum, i32.add(i32.load8U(sum), i32.load8U(source))),
};

const adders: { readonly [Name in DType | 'widened']: Adder } = {
  widened: {
    bytes: 4,
    sumBytes: 8,
    add: (sum, source) => f64.store(sum, f64.add(f64.load(sum), f64.promoteF32(f32.load(source)))),
  },
  float32: { bytes: 4, sumBytes: 4, add: (sum, source) => f32.store(sum, f32.add(f32.load(sum), f32.load(source))) },
  float64: { bytes: 8, sumBytes: 8, add: (sum, source) => f64.store(sum, f64.add(f64.load(sum), f64.load(source))) },
  int32: { bytes: 4, sumBytes: 4, add: (sum, source) => i32.store(sum, i32.add(i32.load(sum), i32.load(source))) },
  uint8: octets,
  bool: octets,
};

/**
 * Parameters: index, source, sums, output, groups, rows of a group of the output, of the index, columns. The sums are
 * the output itself, or (widened) float64 numbers for one group, which are rounded at its end.
 */
function scatterBody(f: FunctionBuilder, { bytes, sumBytes, add }: Adder): Code {
  const [index, source, sums, output, groups, rows, count, columns] = f.parameters as Parameters;
  const [row, rest, column, sum, groupElements] = Array.from({ length: 5 }, () => f.local('i32')) as Locals;
  const groupBytes = i32.mul(local.get(groupElements), i32.const(sumBytes));
  const position = i32.mul(i32.load(local.get(index)), local.get(columns));
  const isWidened = sumBytes > bytes;
  return [
    local.set(groupElements, i32.mul(local.get(rows), local.get(columns))),
    countDown(groups, 1, [
      memory.fill(local.get(sums), i32.const(0), groupBytes),
      local.set(row, local.get(count)),
      countDown(row, 1, [
        local.set(column, local.get(sums)),
        local.set(rest, local.get(columns)),
        countDown(rest, 1, [
          local.set(sum, i32.add(local.get(column), i32.mul(position, i32.const(sumBytes)))),
          add(local.get(sum), local.get(source)),
          advance(column, i32.const(sumBytes)),
          advance(index, i32.const(4)),
          advance(source, i32.const(bytes)),
        ]),
      ]),
      isWidened ? round(sums, output, groupElements, { rest, from: sum }) : advance(sums, groupBytes),
    ]),
  ];
}

/** Writes float64 sums as float32, and moves the output behind them. */
function round(sums: Local, output: Local, elements: Local, { rest, from }: { rest: Local; from: Local }): Code {
  const source = createSource('float64', 'wide');
  const sink = createSink('float32', 'wide');
  const step = (width: number): Code => [
    advance(from, i32.const(width * source.bytes)),
    advance(output, i32.const(width * sink.bytes)),
  ];
  return [
    local.set(from, local.get(sums)),
    local.set(rest, local.get(elements)),
    countDown(rest, 4, [sink.quad(local.get(output), source.quad(local.get(from), 0), 0), step(4)]),
    countDown(rest, 1, [sink.one(local.get(output), source.one(local.get(from))), step(1)]),
  ];
}

type Parameters = readonly [Local, Local, Local, Local, Local, Local, Local, Local];
type Locals = [Local, Local, Local, Local, Local];

import { sizeOf } from '../../../graph/shape.js';
import type { Routines } from '../../contract.js';
import type { KernelContext } from '../context.js';
import { type Code, type FunctionBuilder, i32, type Local, local } from '../encoder/index.js';
import type { Location } from '../location.js';
import { type Accumulation, accumulationOf } from './reduce-combine.js';
import { createSink, createSource, partsOf, type Sink, type Source } from './reduce-elements.js';
import { advance, countDown } from './reduce-loops.js';

/**
 * The running sum or product along an axis, from the first element to the last: in float64 and rounded at each store
 * for floats, wrapping around for int32.
 */
export function runScan(
  context: KernelContext,
  { axis, combine }: Routines['scan'],
  input: Location,
  output: Location,
): void {
  const { shape, dtype } = input;
  if (sizeOf(shape) === 0) return;
  const accumulation = accumulationOf(combine, dtype);
  const kernel = context.kernel(`scan ${combine} ${dtype} ${output.dtype}`, (module) => {
    const source = createSource(dtype, accumulation.kind);
    const sink = createSink(output.dtype, accumulation.kind);
    const parameters = ['i32', 'i32', 'i32', 'i32', 'i32'] as const;
    module.export('run', { parameters, results: [] }, (f) => scanBody(f, accumulation, source, sink));
  });
  const outer = sizeOf(shape.slice(0, axis));
  context.launch(kernel, [input.offset, output.offset, outer, shape[axis] as number, sizeOf(shape.slice(axis + 1))]);
}

/** Parameters: input, output, and the sizes of `[groups, rows, columns]`, scanned along the rows (at least one). */
function scanBody(f: FunctionBuilder, { kind, join }: Accumulation, source: Source, sink: Sink): Code {
  const [input, output, groups, rows, columns] = f.parameters as readonly [Local, Local, Local, Local, Local];
  const running = Array.from({ length: partsOf(kind) }, () => f.local('v128'));
  const left = f.local('i32');
  const rest = f.local('i32');
  const from = f.local('i32');
  const to = f.local('i32');
  const rowBytes = (bytes: number): Code => i32.mul(local.get(columns), i32.const(bytes));

  const strip = (width: number, read: (address: Code) => Code[], write: (values: readonly Code[]) => Code): Code => {
    const values = read(local.get(from));
    const used = running.slice(0, values.length);
    const step: Code = [
      write(used.map(local.get)),
      advance(from, rowBytes(source.bytes)),
      advance(to, rowBytes(sink.bytes)),
    ];
    return countDown(left, width, [
      local.set(from, local.get(input)),
      local.set(to, local.get(output)),
      // The first element as it is: 0 + −0 would lose the sign.
      values.map((value, part) => local.set(used[part] as Local, value)),
      step,
      local.set(rest, i32.sub(local.get(rows), i32.const(1))),
      countDown(rest, 1, [
        values.map((value, part) => local.set(used[part] as Local, join(local.get(used[part] as Local), value))),
        step,
      ]),
      advance(input, i32.const(width * source.bytes)),
      advance(output, i32.const(width * sink.bytes)),
    ]);
  };
  /** From the end of the first row to the next group. */
  const otherRows = (bytes: number): Code => i32.mul(i32.sub(local.get(rows), i32.const(1)), rowBytes(bytes));
  return countDown(groups, 1, [
    local.set(left, local.get(columns)),
    strip(
      4,
      (address) => source.quad(address, 0),
      (values) => sink.quad(local.get(to), values, 0),
    ),
    strip(
      1,
      (address) => [source.one(address)],
      ([value]) => sink.one(local.get(to), value as Code),
    ),
    advance(input, otherRows(source.bytes)),
    advance(output, otherRows(sink.bytes)),
  ]);
}

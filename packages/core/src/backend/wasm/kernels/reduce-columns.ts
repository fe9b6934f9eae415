import {
  type Code,
  type FunctionBuilder,
  i32,
  ifElse,
  type Local,
  local,
  type Signature,
  select,
  whileLoop,
} from '../encoder/index.js';
import type { Accumulation } from './reduce-combine.js';
import { createSink, createSource, partsOf, type Sink, type Source } from './reduce-elements.js';
import { advance, countDown } from './reduce-loops.js';

/**
 * Rows that are read side by side. Columns are finished in bands of so many rows, with their running results in memory
 * between: long columns would touch a page a row.
 */
export const bandRows: number = 16;

/**
 * Parameters: input, output, where to keep running results (used for columns of more than `bandRows` elements), groups,
 * bytes from one group to the next in the input and in the output, rows and columns of a group.
 */
export const columnsSignature: Signature = {
  parameters: ['i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32'],
  results: [],
};

/** Reduces the columns of contiguous matrices `[groups, rows, columns]` (rows ≥ 1), each from its first to its last row. */
export function columnsBody(f: FunctionBuilder, accumulation: Accumulation, source: Source, sink: Sink): Code {
  const [input, output, kept, groups, inputStride, outputStride, rows, columns] = f.parameters as ColumnParameters;
  const { kind, join, identity, dtype } = accumulation;
  const parts = partsOf(kind);
  const storedKind = kind === 'truth' ? 'integer' : kind;
  const reload = createSource(dtype, storedKind);
  const keep = createSink(dtype, storedKind);
  const running = Array.from({ length: 4 * parts }, () => f.local('v128'));
  const [rest, band, bandInput, isFirst, column, left, row, address, rowBytes] = Array.from({ length: 9 }, () =>
    f.local('i32'),
  ) as [Local, Local, Local, Local, Local, Local, Local, Local, Local];

  const at = (base: Local, bytes: number): Code =>
    i32.add(local.get(base), i32.mul(local.get(column), i32.const(bytes)));
  /** So many columns at once: `quads` times four, or one. */
  const strip = (quads: number): Code => {
    const width = Math.max(4 * quads, 1);
    const used = quads === 0 ? running.slice(0, 1) : running.slice(0, quads * parts);
    const read = (from: Source, base: Code): Code[] =>
      quads === 0
        ? [from.one(base)]
        : Array.from({ length: quads }, (_, quad) => from.quad(base, 4 * quad * from.bytes)).flat();
    const write = (to: Sink, base: Code): Code =>
      quads === 0
        ? to.one(base, local.get(running[0] as Local))
        : Array.from({ length: quads }, (_, quad) =>
            to.quad(base, used.slice(quad * parts, (quad + 1) * parts).map(local.get), 4 * quad * to.bytes),
          );
    const set = (values: readonly Code[]): Code =>
      used.map((vector, index) => local.set(vector, values[index] as Code));
    return countDown(left, width, [
      ifElse(local.get(isFirst), set(used.map(() => f.constant(identity))), [
        local.set(address, at(kept, reload.bytes)),
        set(read(reload, local.get(address))),
      ]),
      local.set(address, at(bandInput, source.bytes)),
      local.set(row, local.get(band)),
      countDown(row, 1, [
        set(read(source, local.get(address)).map((value, index) => join(local.get(used[index] as Local), value))),
        advance(address, local.get(rowBytes)),
      ]),
      ifElse(
        i32.eqz(local.get(rest)),
        [local.set(address, at(output, sink.bytes)), write(sink, local.get(address))],
        [local.set(address, at(kept, keep.bytes)), write(keep, local.get(address))],
      ),
      advance(column, i32.const(width)),
    ]);
  };
  return [
    local.set(rowBytes, i32.mul(local.get(columns), i32.const(source.bytes))),
    countDown(groups, 1, [
      local.set(bandInput, local.get(input)),
      local.set(isFirst, i32.const(1)),
      local.set(rest, local.get(rows)),
      whileLoop(local.get(rest), [
        local.set(
          band,
          select('i32', i32.ltU(local.get(rest), i32.const(bandRows)), local.get(rest), i32.const(bandRows)),
        ),
        local.set(rest, i32.sub(local.get(rest), local.get(band))),
        local.set(column, i32.const(0)),
        local.set(left, local.get(columns)),
        strip(4),
        strip(1),
        strip(0),
        advance(bandInput, i32.mul(local.get(rowBytes), local.get(band))),
        local.set(isFirst, i32.const(0)),
      ]),
      advance(input, local.get(inputStride)),
      advance(output, local.get(outputStride)),
    ]),
  ];
}

type ColumnParameters = readonly [Local, Local, Local, Local, Local, Local, Local, Local];

import type { KernelContext } from '../context.js';
import {
  brIf,
  type Code,
  forRange,
  i32,
  ifElse,
  type Local,
  local,
  loop,
  type ModuleBuilder,
  memory,
  v128,
} from '../encoder/index.js';
import { copyBytes } from './bytes.js';

/** Rows of bytes at even distances. */
export interface Rows {
  readonly offset: number;
  /** Bytes from one row to the next. */
  readonly step: number;
}

/** Copies rows of equally many bytes. */
export function copyRows(context: KernelContext, source: Rows, destination: Rows, count: number, bytes: number): void {
  if (count === 0 || bytes === 0) return;
  const isOneBlock = count === 1 || (source.step === bytes && destination.step === bytes);
  if (isOneBlock) {
    copyBytes(context, source.offset, destination.offset, count * bytes);
    return;
  }
  const run = context.kernel('rows', buildRows);
  context.launch(run, [source.offset, source.step, destination.offset, destination.step, count, bytes]);
}

/** From here on a call of the engine's copying routine is worth it. */
const bulkBytes = 256;

/** Exports `run(source, sourceStep, destination, destinationStep, count, bytes)`. */
function buildRows(module: ModuleBuilder): void {
  const parameters = new Array<'i32'>(6).fill('i32');
  module.export('run', { parameters, results: [] }, (f) => {
    const [source, sourceStep, destination, destinationStep, count, bytes] = f.parameters as Six;
    const [at, whole] = [f.local('i32'), f.local('i32')];
    const from = i32.add(local.get(source), local.get(at));
    const to = i32.add(local.get(destination), local.get(at));
    const bulk = memory.copy(local.get(destination), local.get(source), local.get(bytes));
    const short = [
      forRange(at, i32.const(0), local.get(whole), 16, v128.store(to, v128.load(from))),
      // Byte by byte after the vectors, but for words, which nearly all rows consist of.
      forRange(at, local.get(whole), i32.and(local.get(bytes), i32.const(-4)), 4, i32.store(to, i32.load(from))),
      forRange(at, i32.and(local.get(bytes), i32.const(-4)), local.get(bytes), 1, i32.store8(to, i32.load8U(from))),
    ];
    const isBulk = i32.geU(local.get(bytes), i32.const(bulkBytes));
    return [
      local.set(whole, i32.and(local.get(bytes), i32.const(-16))),
      loop((again) => [
        ifElse(isBulk, bulk, short),
        advance(source, sourceStep),
        advance(destination, destinationStep),
        brIf(again, local.tee(count, i32.sub(local.get(count), i32.const(1)))),
      ]),
    ];
  });
}

type Six = readonly [Local, Local, Local, Local, Local, Local];

function advance(pointer: Local, step: Local): Code {
  return local.set(pointer, i32.add(local.get(pointer), local.get(step)));
}

import { type Code, type FunctionBuilder, i32, type Local, local, type Signature } from '../encoder/index.js';
import { type Accumulation, joinLanes } from './reduce-combine.js';
import { partsOf, type Sink, type Source } from './reduce-elements.js';
import { advance, countDown, walkTo } from './reduce-loops.js';

/** The running results of four elements each: enough to hide the latency of an addition. */
const quads = 4;

/** Shorter rows are reduced four rows at a time. */
export const shortRow: number = 4 * quads;

/** Parameters: input, output, rows, bytes from one row to the next, elements of a row. Outputs are contiguous. */
export const rowsSignature: Signature = { parameters: ['i32', 'i32', 'i32', 'i32', 'i32'], results: [] };

/**
 * Reduces rows of at least `shortRow` elements to one element each, and rows of none to the identity. The running
 * results take elements in turn; they are joined in pairs at the end.
 */
export function rowsBody(f: FunctionBuilder, accumulation: Accumulation, source: Source, sink: Sink): Code {
  const [input, output, rows, stride, size] = f.parameters as RowParameters;
  const { kind, join, identity } = accumulation;
  const parts = partsOf(kind);
  const running = Array.from({ length: quads * parts }, () => f.local('v128'));
  const result = running.slice(0, parts);
  const position = f.local('i32');
  const ends = { block: f.local('i32'), quad: f.local('i32'), row: f.local('i32') };

  const joinTo = (target: Local, value: Code): Code => local.set(target, join(local.get(target), value));
  const joinQuad = (targets: readonly Local[], offset: number): Code =>
    source.quad(local.get(position), offset).map((value, part) => joinTo(targets[part] as Local, value));
  const joinHalves = (distance: number): Code =>
    running
      .slice(0, distance * parts)
      .map((left, at) => joinTo(left, local.get(running[at + distance * parts] as Local)));
  const setEnd = (end: Local, multiple: number): Code => {
    const count = i32.and(local.get(size), i32.const(-multiple));
    return local.set(end, i32.add(local.get(input), i32.mul(count, i32.const(source.bytes))));
  };
  const walk = (step: number, end: Local, body: Code): Code => walkTo(end, position, step * source.bytes, body);

  return countDown(rows, 1, [
    running.map((vector) => local.set(vector, f.constant(identity))),
    local.set(position, local.get(input)),
    setEnd(ends.block, 4 * quads),
    setEnd(ends.quad, 4),
    setEnd(ends.row, 1),
    walk(
      4 * quads,
      ends.block,
      Array.from({ length: quads }, (_, quad) =>
        joinQuad(running.slice(quad * parts, (quad + 1) * parts), 4 * quad * source.bytes),
      ),
    ),
    joinHalves(2),
    joinHalves(1),
    walk(4, ends.quad, joinQuad(result, 0)),
    joinLanes(accumulation, result),
    walk(1, ends.row, joinTo(result[0] as Local, source.one(local.get(position)))),
    sink.one(local.get(output), local.get(result[0] as Local)),
    advance(input, local.get(stride)),
    advance(output, i32.const(sink.bytes)),
  ]);
}

/** Reduces short rows, four at a time, each from its first element to its last. */
export function shortRowsBody(f: FunctionBuilder, accumulation: Accumulation, source: Source, sink: Sink): Code {
  const [input, output, rows, stride, size] = f.parameters as RowParameters;
  const { kind, join, identity } = accumulation;
  const running = Array.from({ length: partsOf(kind) }, () => f.local('v128'));
  const addresses = Array.from({ length: 4 }, () => f.local('i32'));
  const rest = f.local('i32');

  const walk = (at: readonly Local[], values: readonly Code[]): Code => [
    running.map((vector) => local.set(vector, f.constant(identity))),
    at.map((address) => [local.set(address, local.get(input)), advance(input, local.get(stride))]),
    local.set(rest, local.get(size)),
    countDown(rest, 1, [
      values.map((value, part) => local.set(running[part] as Local, join(local.get(running[part] as Local), value))),
      at.map((address) => advance(address, i32.const(source.bytes))),
    ]),
  ];
  const [address] = addresses as [Local];
  return [
    countDown(rows, 4, [
      walk(addresses, source.lanes(addresses.map(local.get))),
      sink.quad(local.get(output), running.map(local.get), 0),
      advance(output, i32.const(4 * sink.bytes)),
    ]),
    countDown(rows, 1, [
      walk([address], [source.one(local.get(address))]),
      sink.one(local.get(output), local.get(running[0] as Local)),
      advance(output, i32.const(sink.bytes)),
    ]),
  ];
}

type RowParameters = readonly [input: Local, output: Local, rows: Local, stride: Local, size: Local];

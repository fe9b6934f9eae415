import { bytesPerElement, type DType } from '../../../graph/dtype.js';
import {
  block,
  br,
  brIf,
  type Code,
  type FunctionBuilder,
  i32,
  ifElse,
  type Local,
  local,
  loop,
  type ModuleBuilder,
  type ValueType,
} from '../encoder/index.js';
import type { AccessKind } from './access.js';
import { costOf, LaneWriter, type Level, levelsOf } from './elementwise-body.js';
import type { TypedExpression, TypedNode } from './elementwise-expression.js';
import { keep, type Lanes } from './elementwise-lanes.js';
import { loadSplat, pack4, splat, store4, store16, storePart } from './elementwise-memory.js';
import { advance, type InputPointer, InputPointers } from './elementwise-pointers.js';

/** Expressions up to this many instructions are unrolled to 16 elements a turn. */
const unrollLimit = 8;

/**
 * Exports `run(count, …outputs, …inputs, …strides, …numbers, …axes)`: the elements in a row; byte offsets of outputs and
 * inputs; for each strided input the bytes from one element of a row to the next; the numbers in the order of their
 * nodes; and for each outer axis, outermost first, its size and, for each input, the bytes from where a pass over the
 * inner axes leaves its pointer to where the next one starts. Within a row pointers move by whole groups of 4 elements.
 */
export function buildElementwise(
  module: ModuleBuilder,
  expression: TypedExpression,
  kinds: readonly AccessKind[],
  outer: number,
): void {
  const numbers = expression.nodes.filter((node) => node.kind === 'number');
  const strided = kinds.filter((kind) => kind === 'strided');
  const parameters: ValueType[] = [
    ...new Array<ValueType>(1 + expression.results.length + kinds.length + strided.length).fill('i32'),
    ...numbers.map(({ dtype }) => numberTypes[dtype]),
    ...new Array<ValueType>(outer * (1 + kinds.length)).fill('i32'),
  ];
  module.export('run', { parameters, results: [] }, (f) => new KernelWriter(f, expression, kinds, outer).code());
}

const numberTypes: Readonly<Record<DType, ValueType>> = {
  float32: 'f32',
  float64: 'f64',
  int32: 'i32',
  uint8: 'i32',
  bool: 'i32',
};

interface Output {
  readonly place: number;
  readonly dtype: DType;
  readonly pointer: Local;
}

/** Writes the loops around an expression. */
class KernelWriter {
  readonly #f: FunctionBuilder;
  readonly #nodes: readonly TypedNode[];
  readonly #unrolls: boolean;
  readonly #count: Local;
  readonly #outputs: readonly Output[];
  readonly #inputs: ReadonlyMap<number, InputPointer>;
  /** By the places of their nodes. */
  readonly #numbers: ReadonlyMap<number, Local>;
  readonly #axes: readonly { readonly size: Local; readonly steps: readonly Local[] }[];
  readonly #lanes: LaneWriter;
  readonly #pointers: InputPointers;
  /** Elements of the row that are still to come. */
  readonly #left: Local;

  constructor(f: FunctionBuilder, expression: TypedExpression, kinds: readonly AccessKind[], outer: number) {
    const { nodes, results } = expression;
    const parameters = f.parameters.values();
    const next = (): Local => parameters.next().value as Local;
    this.#f = f;
    this.#nodes = nodes;
    this.#unrolls = !kinds.includes('strided') && costOf(expression) <= unrollLimit;
    this.#count = next();
    this.#outputs = results.map((place) => ({ place, dtype: (nodes[place] as TypedNode).dtype, pointer: next() }));
    const offsets = kinds.map(next);
    const strides = kinds.map((kind) => (kind === 'strided' ? next() : undefined));
    const inputs = new Map<number, InputPointer>();
    const numbers = new Map<number, Local>();
    nodes.forEach((node, place) => {
      if (node.kind === 'number') numbers.set(place, next());
      if (node.kind !== 'input') return;
      const { index, dtype } = node;
      const kind = kinds[index] as AccessKind;
      inputs.set(index, { dtype, kind, pointer: offsets[index] as Local, stride: strides[index] });
    });
    this.#inputs = inputs;
    this.#numbers = numbers;
    this.#axes = Array.from({ length: outer }, () => ({ size: next(), steps: kinds.map(next) }));
    this.#left = f.local('i32');
    this.#lanes = new LaneWriter(f, expression, levelsOf(expression, kinds));
    this.#pointers = new InputPointers(f, inputs, this.#left);
  }

  code(): Code {
    const fixed = this.#lanes.write('kernel', 1, (place) => this.#leaf(place, 'kernel'));
    return [fixed, this.#axis(0)];
  }

  /** The loop over an outer axis, or the row within all of them. */
  #axis(index: number): Code {
    const axis = this.#axes[index];
    if (axis === undefined) return this.#row();
    const turns = this.#f.local('i32');
    const inner = this.#axis(index + 1);
    const moves = Array.from(this.#inputs, ([input, { kind, pointer }]) =>
      kind === 'scalar' ? [] : advance(pointer, local.get(axis.steps[input] as Local)),
    );
    return [
      local.set(turns, local.get(axis.size)),
      loop((again) => [inner, moves, brIf(again, local.tee(turns, i32.sub(local.get(turns), i32.const(1))))]),
    ];
  }

  #row(): Code {
    return [
      local.set(this.#left, local.get(this.#count)),
      this.#pointers.reset(),
      this.#lanes.write('row', 1, (place) => this.#leaf(place, 'row')),
      this.#unrolls ? this.#wideLoop() : [],
      ifElse(local.get(this.#left), this.#narrowLoop()),
    ];
  }

  /** Groups of 16 elements. */
  #wideLoop(): Code {
    const body = this.#lanes.write('group', 4, (place) => this.#leaf(place, 'group', 4));
    const stores = this.#outputs.map(({ place, dtype, pointer }) =>
      store16(this.#f, pointer, this.#lanes.lanesOf(place, 4), dtype),
    );
    const isInside = i32.geU(local.get(this.#left), i32.const(16));
    return ifElse(
      isInside,
      loop((again) => [body, stores, this.#advance(16), brIf(again, isInside)]),
    );
  }

  /** Groups of 4 elements, the last of which may be incomplete. */
  #narrowLoop(): Code {
    const body = this.#lanes.write('group', 1, (place) => this.#leaf(place, 'group', 1));
    const results = this.#outputs.map(({ place, dtype, pointer }) => {
      const packed = keep(this.#f, pack4(this.#f, this.#lanes.lanesOf(place, 1), dtype));
      return { ...packed, dtype, pointer };
    });
    const partial = results.map(({ pointer, lanes, dtype }) => [
      storePart(pointer, lanes, dtype, this.#left),
      advance(pointer, i32.mul(local.get(this.#left), i32.const(bytesPerElement[dtype]))),
    ]);
    const isPartial = i32.ltU(local.get(this.#left), i32.const(4));
    return block((done) =>
      loop((again) => [
        this.#pointers.limit(isPartial),
        body,
        results.map(({ set }) => set),
        ifElse(isPartial, [partial, br(done)]),
        results.map(({ pointer, lanes, dtype }) => store4(pointer, lanes, dtype)),
        this.#advance(4),
        brIf(again, local.get(this.#left)),
      ]),
    );
  }

  #leaf(place: number, level: Level, groups: 1 | 4 = 1): Lanes {
    const node = this.#nodes[place] as TypedNode;
    if (node.kind === 'number') return splat(this.#numbers.get(place) as Local, node.dtype);
    if (node.kind !== 'input') throw new Error(`wasm elementwise: '${node.kind}' is no leaf of an expression`);
    if (level === 'group') return this.#pointers.load(node.index, groups);
    return loadSplat((this.#inputs.get(node.index) as InputPointer).pointer, node.dtype);
  }

  #advance(elements: 4 | 16): Code {
    return [
      this.#pointers.advance(elements),
      this.#outputs.map(({ pointer, dtype }) => advance(pointer, i32.const(elements * bytesPerElement[dtype]))),
      local.set(this.#left, i32.sub(local.get(this.#left), i32.const(elements))),
    ];
  }
}

import { bytesPerElement, type DType } from '../../../graph/dtype.js';
import { type Code, type FunctionBuilder, i32, ifElse, type Local, local, select } from '../encoder/index.js';
import type { AccessKind } from './access.js';
import type { Lanes } from './elementwise-lanes.js';
import { type Gaps, gather4, load4, load16 } from './elementwise-memory.js';

/** An input that the expression reads. */
export interface InputPointer {
  readonly dtype: DType;
  readonly kind: AccessKind;
  readonly pointer: Local;
  /** Of a strided input the bytes from one element of a row to the next. */
  readonly stride: Local | undefined;
}

/** Where the inputs are read while a kernel goes along a row, in groups of 4 or 16 elements. */
export class InputPointers {
  readonly #f: FunctionBuilder;
  readonly #inputs: ReadonlyMap<number, InputPointer>;
  readonly #gaps = new Map<number, Gaps>();
  /** Where the second vector of 4 float64 lies. */
  readonly #upper: Local;
  /** Elements of the row that are still to come. */
  readonly #left: Local;

  constructor(f: FunctionBuilder, inputs: ReadonlyMap<number, InputPointer>, left: Local) {
    this.#f = f;
    this.#inputs = inputs;
    this.#left = left;
    this.#upper = f.local('i32');
    for (const [index, { stride }] of inputs) {
      if (stride === undefined) continue;
      this.#gaps.set(index, { second: f.local('i32'), third: f.local('i32'), fourth: f.local('i32') });
    }
  }

  load(index: number, groups: 1 | 4): Lanes {
    const { pointer, dtype } = this.#inputs.get(index) as InputPointer;
    const gaps = this.#gaps.get(index);
    if (gaps !== undefined) return gather4(this.#f, pointer, dtype, gaps);
    return groups === 4 ? load16(this.#f, pointer, dtype) : load4(this.#f, pointer, dtype, this.#upper);
  }

  /** At a row's start. */
  reset(): Code {
    const gaps = Array.from(this.#gaps, ([index, { second, third, fourth }]) => {
      const stride = local.get((this.#inputs.get(index) as InputPointer).stride as Local);
      const twice = i32.shl(stride, i32.const(1));
      return [local.set(second, stride), local.set(third, twice), local.set(fourth, i32.add(twice, stride))];
    });
    return [local.set(this.#upper, i32.const(16)), gaps];
  }

  /** In an incomplete group, reads the first element instead of those that do not exist. */
  limit(isPartial: Code): Code {
    const orFirst = (gap: Local, place: number): Code => {
      const exists = i32.gtU(local.get(this.#left), i32.const(place));
      return local.set(gap, select('i32', exists, local.get(gap), i32.const(0)));
    };
    const limits: Code[] = [];
    for (const { second, third, fourth } of this.#gaps.values()) {
      limits.push(orFirst(second, 1), orFirst(third, 2), orFirst(fourth, 3));
    }
    const usesUpper = Array.from(this.#inputs.values()).some(
      ({ kind, dtype }) => kind === 'contiguous' && dtype === 'float64',
    );
    if (usesUpper) limits.push(orFirst(this.#upper, 2));
    return limits.length === 0 ? [] : ifElse(isPartial, limits);
  }

  /** Goes on along the row. */
  advance(elements: 4 | 16): Code {
    return Array.from(this.#inputs.values(), ({ dtype, kind, pointer, stride }) => {
      if (kind === 'scalar' || kind === 'row') return [];
      if (stride === undefined) return advance(pointer, i32.const(elements * bytesPerElement[dtype]));
      return advance(pointer, i32.shl(local.get(stride), i32.const(Math.log2(elements))));
    });
  }
}

export function advance(pointer: Local, bytes: Code): Code {
  return local.set(pointer, i32.add(local.get(pointer), bytes));
}

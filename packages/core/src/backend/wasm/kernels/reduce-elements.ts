import type { DType } from '../../../graph/dtype.js';
import { type Code, f32x4, f64x2, i8x16, i16x8, i32x4, v128 } from '../encoder/index.js';

/**
 * How reductions read and write elements: four at a time, as one vector of 32-bit lanes or two of 64-bit lanes, and one
 * at a time, in the first lane of a vector. Neither touches a byte beyond the elements.
 */

/** The representation that a reduction computes in. */
export type Kind =
  /** Two f64x2. */
  | 'wide'
  /** An f32x4. */
  | 'single'
  /** An i32x4. */
  | 'integer'
  /** An i32x4 whose lanes are 0 where the element is 0. */
  | 'truth';

export interface Source {
  readonly bytes: number;
  /** Four elements in a row, from `offset` bytes behind the address. */
  readonly quad: (address: Code, offset: number) => Code[];
  /** An element from each of four addresses. */
  readonly lanes: (addresses: readonly Code[]) => Code[];
  readonly one: (address: Code) => Code;
}

export interface Sink {
  readonly bytes: number;
  readonly quad: (address: Code, values: readonly Code[], offset: number) => Code;
  readonly one: (address: Code, value: Code) => Code;
}

/** How many vectors hold four elements. */
export function partsOf(kind: Kind): number {
  return kind === 'wide' ? 2 : 1;
}

export function createSource(dtype: DType, kind: Kind): Source {
  const raw = kind === 'wide' && dtype === 'float32' ? float32Pairs : rawSources[dtype];
  const convert = converters[kind][dtype];
  return {
    bytes: raw.bytes,
    quad: (address, offset) => convert(raw.quad(address, offset)),
    lanes: (addresses) => convert(raw.lanes(addresses)),
    one: (address) => convert([raw.one(address)])[0] as Code,
  };
}

const extendBytes = (bytes: Code): Code => i32x4.extendLowU(i16x8.extendLowU(bytes));

const lanes32 = ([first, ...others]: readonly Code[]): Code =>
  others.reduce(
    (vector, address, index) => v128.load32Lane(address, vector, index + 1),
    v128.load32Zero(first as Code),
  );

const lanes64 = ([first, second]: readonly Code[]): Code =>
  v128.load64Lane(second as Code, v128.load64Zero(first as Code), 1);

const words: Source = {
  bytes: 4,
  quad: (address, offset) => [v128.load(address, { offset, align: 4 })],
  lanes: (addresses) => [lanes32(addresses)],
  one: (address) => v128.load32Zero(address),
};

const octets: Source = {
  bytes: 1,
  quad: (address, offset) => [extendBytes(v128.load32Zero(address, { offset, align: 1 }))],
  lanes: (addresses) => [
    extendBytes(addresses.reduce((vector, address, index) => v128.load8Lane(address, vector, index), v128.zero)),
  ],
  one: (address) => extendBytes(v128.load8Lane(address, v128.zero, 0)),
};

const rawSources: { readonly [Name in DType]: Source } = {
  float32: words,
  int32: words,
  float64: {
    bytes: 8,
    quad: (address, offset) => [
      v128.load(address, { offset, align: 8 }),
      v128.load(address, { offset: offset + 16, align: 8 }),
    ],
    lanes: (addresses) => [lanes64(addresses.slice(0, 2)), lanes64(addresses.slice(2))],
    one: (address) => v128.load64Zero(address),
  },
  uint8: octets,
  bool: octets,
};

/** Two vectors with two float32 each, in the lower half. */
const float32Pairs: Source = {
  bytes: 4,
  quad: (address, offset) => [
    v128.load64Zero(address, { offset, align: 4 }),
    v128.load64Zero(address, { offset: offset + 8, align: 4 }),
  ],
  lanes: (addresses) => [lanes32(addresses.slice(0, 2)), lanes32(addresses.slice(2))],
  one: words.one,
};

type Convert = (vectors: Code[]) => Code[];

const same: Convert = (vectors) => vectors;
const promote: Convert = (vectors) => vectors.map(f64x2.promoteLowF32x4);
const isInteger: Convert = (vectors) => vectors.map((vector) => i32x4.ne(vector, v128.zero));
const never: Convert = () => {
  throw new Error('wasm reduce: these elements have no such representation');
};

const converters: { readonly [Name in Kind]: { readonly [Type in DType]: Convert } } = {
  wide: { float32: promote, float64: same, int32: never, uint8: never, bool: never },
  single: { float32: same, float64: never, int32: never, uint8: never, bool: never },
  integer: { float32: never, float64: never, int32: same, uint8: same, bool: same },
  truth: {
    float32: (vectors) => vectors.map((vector) => f32x4.ne(vector, v128.zero)),
    float64: (vectors) => [lowHalves(vectors.map((vector) => f64x2.ne(vector, v128.zero)))],
    int32: isInteger,
    uint8: isInteger,
    bool: isInteger,
  },
};

/** The masks of two 64-bit lanes each (or of the first vector alone) as masks of 32-bit lanes. */
export function lowHalves([low, high]: readonly Code[]): Code {
  return high === undefined ? (low as Code) : v128.shuffle32(low as Code, high, [0, 2, 4, 6]);
}

export function createSink(dtype: DType, kind: Kind): Sink {
  if (kind === 'wide') return dtype === 'float32' ? narrowing : float64Sink;
  const isByte = dtype === 'uint8' || dtype === 'bool';
  return isByte ? byteSink(kind === 'truth') : wordSink;
}

const wordSink: Sink = {
  bytes: 4,
  quad: (address, [value], offset) => v128.store(address, value as Code, { offset, align: 4 }),
  one: (address, value) => v128.store32Lane(address, value, 0),
};

const float64Sink: Sink = {
  bytes: 8,
  quad: (address, [low, high], offset) => [
    v128.store(address, low as Code, { offset, align: 8 }),
    v128.store(address, high as Code, { offset: offset + 16, align: 8 }),
  ],
  one: (address, value) => v128.store64Lane(address, value, 0),
};

const narrowing: Sink = {
  bytes: 4,
  quad: (address, [low, high], offset) => {
    const both = v128.shuffle64(f32x4.demoteF64x2Zero(low as Code), f32x4.demoteF64x2Zero(high as Code), [0, 2]);
    return v128.store(address, both, { offset, align: 4 });
  },
  one: (address, value) => v128.store32Lane(address, f32x4.demoteF64x2Zero(value), 0),
};

/** Integers modulo 256; truth values as 0 and 1. */
function byteSink(isTruth: boolean): Sink {
  const clean = (value: Code): Code => (isTruth ? v128.and(value, i32x4.const(1)) : value);
  return {
    bytes: 1,
    quad: (address, [value], offset) => {
      const bytes = i8x16.swizzle(clean(value as Code), i8x16.const(0, 4, 8, 12, ...new Array<number>(12).fill(255)));
      return v128.store32Lane(address, bytes, 0, { offset, align: 1 });
    },
    one: (address, value) => v128.store8Lane(address, clean(value), 0),
  };
}

import {
  type Binary,
  binary,
  type Constant,
  type ExtractLane,
  extractLane,
  laneConstant,
  type ReplaceLane,
  replaceLane,
  simd,
  type Unary,
  unary,
} from './instruction.js';

/** Vectors of integers. Shifts take an i32 count for all lanes; comparisons give lanes of all ones or all zeros. */

type SignedComparisons = 'eq' | 'ne' | 'ltS' | 'gtS' | 'leS' | 'geS';
type UnsignedComparisons = 'ltU' | 'gtU' | 'leU' | 'geU';
type Extremes = 'minS' | 'minU' | 'maxS' | 'maxU';

type IntegerVector = Record<SignedComparisons | 'add' | 'sub' | 'shl' | 'shrS' | 'shrU', Binary> &
  Record<'splat' | 'abs' | 'neg' | 'allTrue' | 'bitmask', Unary> & {
    /** One number for every lane, or one for each. */
    readonly const: Constant;
    readonly replaceLane: ReplaceLane;
  };

type SmallVector = Record<'extractLaneS' | 'extractLaneU', ExtractLane>;
type Halves = Record<'extendLowS' | 'extendHighS' | 'extendLowU' | 'extendHighU', Unary>;
type LongProducts = Record<'extmulLowS' | 'extmulHighS' | 'extmulLowU' | 'extmulHighU', Binary>;

export const i8x16: IntegerVector &
  SmallVector &
  Record<UnsignedComparisons | Extremes | 'addSatU' | 'subSatU' | 'swizzle', Binary> &
  /** narrow: two vectors of i16 to one, saturated. */
  Record<'narrowI16x8S' | 'narrowI16x8U', Binary> &
  Record<'popcnt', Unary> = {
  const: laneConstant(16, (view, offset, value) => view.setUint8(offset, value)),
  splat: unary(...simd(0x0f)),
  swizzle: binary(...simd(0x0e)),
  extractLaneS: extractLane(...simd(0x15)),
  extractLaneU: extractLane(...simd(0x16)),
  replaceLane: replaceLane(...simd(0x17)),
  ...comparisons(0x23),
  ...common(0x60),
  popcnt: unary(...simd(0x62)),
  narrowI16x8S: binary(...simd(0x65)),
  narrowI16x8U: binary(...simd(0x66)),
  addSatU: binary(...simd(0x70)),
  subSatU: binary(...simd(0x73)),
  ...extremes(0x76),
};

export const i16x8: IntegerVector &
  SmallVector &
  Halves &
  LongProducts &
  Record<UnsignedComparisons | Extremes | 'mul', Binary> &
  /** narrow: two vectors of i32 to one, saturated. */
  Record<'narrowI32x4S' | 'narrowI32x4U', Binary> = {
  const: laneConstant(8, (view, offset, value) => view.setInt16(offset, value, true)),
  splat: unary(...simd(0x10)),
  extractLaneS: extractLane(...simd(0x18)),
  extractLaneU: extractLane(...simd(0x19)),
  replaceLane: replaceLane(...simd(0x1a)),
  ...comparisons(0x2d),
  ...common(0x80),
  narrowI32x4S: binary(...simd(0x85)),
  narrowI32x4U: binary(...simd(0x86)),
  ...halves(0x87),
  mul: binary(...simd(0x95)),
  ...extremes(0x96),
  ...longProducts(0x9c),
};

export const i32x4: IntegerVector &
  Halves &
  LongProducts &
  Record<UnsignedComparisons | Extremes | 'mul' | 'dotI16x8S', Binary> &
  /** truncSat: towards zero, NaN to 0, saturated. The f64x2 ones set the upper lanes to 0. */
  Record<'truncSatF32x4S' | 'truncSatF32x4U' | 'truncSatF64x2SZero' | 'truncSatF64x2UZero', Unary> & {
    readonly extractLane: ExtractLane;
  } = {
  const: laneConstant(4, (view, offset, value) => view.setInt32(offset, value, true)),
  splat: unary(...simd(0x11)),
  extractLane: extractLane(...simd(0x1b)),
  replaceLane: replaceLane(...simd(0x1c)),
  ...comparisons(0x37),
  ...common(0xa0),
  ...halves(0xa7),
  mul: binary(...simd(0xb5)),
  ...extremes(0xb6),
  dotI16x8S: binary(...simd(0xba)),
  ...longProducts(0xbc),
  truncSatF32x4S: unary(...simd(0xf8)),
  truncSatF32x4U: unary(...simd(0xf9)),
  truncSatF64x2SZero: unary(...simd(0xfc)),
  truncSatF64x2UZero: unary(...simd(0xfd)),
};

export const i64x2: IntegerVector &
  Halves &
  LongProducts & { readonly mul: Binary; readonly extractLane: ExtractLane } = {
  const: laneConstant(2, (view, offset, value) => view.setBigInt64(offset, BigInt(value), true)),
  splat: unary(...simd(0x12)),
  extractLane: extractLane(...simd(0x1d)),
  replaceLane: replaceLane(...simd(0x1e)),
  eq: binary(...simd(0xd6)),
  ne: binary(...simd(0xd7)),
  ltS: binary(...simd(0xd8)),
  gtS: binary(...simd(0xd9)),
  leS: binary(...simd(0xda)),
  geS: binary(...simd(0xdb)),
  ...common(0xc0),
  ...halves(0xc7),
  mul: binary(...simd(0xd5)),
  ...longProducts(0xdc),
};

function comparisons(first: number): Record<SignedComparisons | UnsignedComparisons, Binary> {
  return {
    eq: binary(...simd(first)),
    ne: binary(...simd(first + 1)),
    ltS: binary(...simd(first + 2)),
    ltU: binary(...simd(first + 3)),
    gtS: binary(...simd(first + 4)),
    gtU: binary(...simd(first + 5)),
    leS: binary(...simd(first + 6)),
    leU: binary(...simd(first + 7)),
    geS: binary(...simd(first + 8)),
    geU: binary(...simd(first + 9)),
  };
}

/** The instructions that stand at the same place in the block of opcodes of each width. */
function common(
  first: number,
): Record<'add' | 'sub' | 'shl' | 'shrS' | 'shrU', Binary> & Record<'abs' | 'neg' | 'allTrue' | 'bitmask', Unary> {
  return {
    abs: unary(...simd(first)),
    neg: unary(...simd(first + 1)),
    allTrue: unary(...simd(first + 3)),
    bitmask: unary(...simd(first + 4)),
    shl: binary(...simd(first + 0x0b)),
    shrS: binary(...simd(first + 0x0c)),
    shrU: binary(...simd(first + 0x0d)),
    add: binary(...simd(first + 0x0e)),
    sub: binary(...simd(first + 0x11)),
  };
}

function extremes(first: number): Record<Extremes, Binary> {
  return {
    minS: binary(...simd(first)),
    minU: binary(...simd(first + 1)),
    maxS: binary(...simd(first + 2)),
    maxU: binary(...simd(first + 3)),
  };
}

/** The lower or upper half of the lanes, at twice the width. */
function halves(first: number): Halves {
  return {
    extendLowS: unary(...simd(first)),
    extendHighS: unary(...simd(first + 1)),
    extendLowU: unary(...simd(first + 2)),
    extendHighU: unary(...simd(first + 3)),
  };
}

/** Products of the lower or upper halves of the lanes, at twice the width. */
function longProducts(first: number): LongProducts {
  return {
    extmulLowS: binary(...simd(first)),
    extmulHighS: binary(...simd(first + 1)),
    extmulLowU: binary(...simd(first + 2)),
    extmulHighU: binary(...simd(first + 3)),
  };
}

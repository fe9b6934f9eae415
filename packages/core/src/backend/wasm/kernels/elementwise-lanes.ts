import type { DType } from '../../../graph/dtype.js';
import type { Code, FunctionBuilder, Local } from '../encoder/index.js';
import { f32x4, f64x2, i8x16, i16x8, i32, i32x4, i64x2, local, v128 } from '../encoder/index.js';

/**
 * A value for 4 or 16 neighbouring elements: code for each of its vectors. float32 has 4 lanes a vector and float64 2.
 * int32 and uint8 are lanes of 32 bits; a bool is a mask, a lane of 32 ones or 32 zeros.
 */
export type Lanes = readonly Code[];

/** Keeps vectors in local variables, so that they can be used more than once. */
export function keep(f: FunctionBuilder, lanes: Lanes): { readonly set: Code; readonly lanes: Lanes } {
  const variables = lanes.map((): Local => f.local('v128'));
  return {
    set: variables.map((variable, index) => local.set(variable, lanes[index] as Code)),
    lanes: variables.map((variable) => local.get(variable)),
  };
}

/** The value as another dtype, by the rules of `cast`. */
export function convert(f: FunctionBuilder, lanes: Lanes, from: DType, to: DType): Lanes {
  if (from === to || (from === 'uint8' && to === 'int32')) return lanes;
  switch (to) {
    case 'bool':
      return toMasks(lanes, from);
    case 'uint8':
      return toInt32(f, lanes, from).map((vector) => v128.and(vector, f.constant(i32x4.const(255))));
    case 'int32':
      return toInt32(f, lanes, from);
    case 'float32':
      return toFloat32(f, lanes, from);
    case 'float64':
      return toFloat64(f, lanes, from);
  }
}

function toMasks(lanes: Lanes, from: DType): Lanes {
  if (from === 'float32') return lanes.map((vector) => f32x4.ne(vector, v128.zero));
  if (from === 'float64') return narrowMasks(lanes.map((vector) => f64x2.ne(vector, v128.zero)));
  return lanes.map((vector) => i32x4.ne(vector, v128.zero));
}

function toFloat32(f: FunctionBuilder, lanes: Lanes, from: DType): Lanes {
  if (from === 'bool') return lanes.map((mask) => v128.and(mask, f.constant(f32x4.const(1))));
  if (from === 'float64') {
    return pairs(lanes.map(f32x4.demoteF64x2Zero)).map(([low, high]) => v128.shuffle64(low, high, [0, 2]));
  }
  return lanes.map(f32x4.convertI32x4S);
}

function toFloat64(f: FunctionBuilder, lanes: Lanes, from: DType): Lanes {
  if (from === 'bool') return widenMasks(f, lanes).map((mask) => v128.and(mask, f.constant(f64x2.const(1))));
  const widen = from === 'float32' ? f64x2.promoteLowF32x4 : f64x2.convertLowI32x4S;
  return lanes.flatMap((vector) => {
    const variable = f.local('v128');
    const swapped = v128.shuffle64(local.get(variable), local.get(variable), [1, 1]);
    return [widen(local.tee(variable, vector)), widen(swapped)];
  });
}

/**
 * Truncates towards zero and wraps modulo 2³²; NaN and the infinities give 0. After the multiple of 2³² is taken away,
 * exactly, the magnitude is below 2³², where the conversion to unsigned integers is exact too; then the sign is put
 * back.
 */
function toInt32(f: FunctionBuilder, lanes: Lanes, from: DType): Lanes {
  if (from === 'int32' || from === 'uint8') return lanes;
  if (from === 'bool') return lanes.map((mask) => i32x4.neg(mask));
  const { trunc, mul, sub, abs } = from === 'float32' ? f32x4 : f64x2;
  const constant = (value: number): Code => f.constant((from === 'float32' ? f32x4 : f64x2).const(value));
  const magnitude = (variable: Local): Code => {
    const whole = trunc(mul(local.get(variable), constant(2 ** -32)));
    return abs(sub(local.get(variable), mul(whole, constant(2 ** 32))));
  };
  if (from === 'float32') {
    return lanes.map((vector) => {
      const x = f.local('v128');
      const unsigned = i32x4.truncSatF32x4U(magnitude(x));
      return [local.set(x, trunc(vector)), negateWhere(f, i32x4.shrS(local.get(x), i32.const(31)), unsigned)];
    });
  }
  return pairs(lanes).map(([low, high]) => {
    const [x, y] = [f.local('v128'), f.local('v128')];
    const halves = [x, y].map((variable) => i32x4.truncSatF64x2UZero(magnitude(variable))) as [Code, Code];
    const upperWords = v128.shuffle32(local.get(x), local.get(y), [1, 3, 5, 7]);
    const unsigned = v128.shuffle64(halves[0], halves[1], [0, 2]);
    return [
      local.set(x, trunc(low)),
      local.set(y, trunc(high)),
      negateWhere(f, i32x4.shrS(upperWords, i32.const(31)), unsigned),
    ];
  });
}

/** −x in the lanes of the mask: in two's complement (x ⊕ −1) − (−1). */
function negateWhere(f: FunctionBuilder, mask: Code, x: Code): Code {
  const negative = f.local('v128');
  return [local.set(negative, mask), i32x4.sub(v128.xor(x, local.get(negative)), local.get(negative))];
}

/** Masks of 64-bit lanes as masks of 32-bit lanes. */
export function narrowMasks(masks: Lanes): Lanes {
  return pairs(masks).map(([low, high]) => v128.shuffle32(low, high, [0, 2, 4, 6]));
}

/** Masks of 32-bit lanes as masks of 64-bit lanes. */
export function widenMasks(f: FunctionBuilder, masks: Lanes): Lanes {
  return masks.flatMap((mask) => {
    const variable = f.local('v128');
    return [i64x2.extendLowS(local.tee(variable, mask)), i64x2.extendHighS(local.get(variable))];
  });
}

/** 32-bit lanes from the low bytes of a vector (4 elements) or all of them (16). */
export function widenBytes(f: FunctionBuilder, bytes: Code, vectors: number, dtype: 'uint8' | 'bool'): Lanes {
  // 0 and 1 become 0 and −1 first, whose sign extensions are masks.
  const source = dtype === 'bool' ? i8x16.neg(bytes) : bytes;
  const [low16, high16, low32, high32] =
    dtype === 'bool'
      ? [i16x8.extendLowS, i16x8.extendHighS, i32x4.extendLowS, i32x4.extendHighS]
      : [i16x8.extendLowU, i16x8.extendHighU, i32x4.extendLowU, i32x4.extendHighU];
  if (vectors === 1) return [low32(low16(source))];
  const [all, lower, upper] = [f.local('v128'), f.local('v128'), f.local('v128')];
  const split = [
    local.set(all, source),
    local.set(lower, low16(local.get(all))),
    local.set(upper, high16(local.get(all))),
  ];
  return [
    [split, low32(local.get(lower))],
    high32(local.get(lower)),
    low32(local.get(upper)),
    high32(local.get(upper)),
  ];
}

/** One vector whose low bytes (of 4 elements) or bytes (of 16) are the elements. */
export function narrowToBytes(f: FunctionBuilder, lanes: Lanes, dtype: 'uint8' | 'bool'): Code {
  const narrow16 = dtype === 'bool' ? i16x8.narrowI32x4S : i16x8.narrowI32x4U;
  const narrow8 = dtype === 'bool' ? i8x16.narrowI16x8S : i8x16.narrowI16x8U;
  // Of 4 elements any second operand will do, and zero costs nothing.
  const at = (index: number): Code => lanes[index] ?? v128.zero;
  const upper = lanes.length > 2 ? narrow16(at(2), at(3)) : v128.zero;
  const bytes = narrow8(narrow16(at(0), at(1)), upper);
  return dtype === 'bool' ? v128.and(bytes, f.constant(i8x16.const(1))) : bytes;
}

function pairs(lanes: Lanes): (readonly [Code, Code])[] {
  return Array.from({ length: lanes.length / 2 }, (_, index) => [
    lanes[2 * index] as Code,
    lanes[2 * index + 1] as Code,
  ]);
}

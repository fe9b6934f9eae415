import { type AnyTensor, evaluate, fromArray, type HostArray, type Shape } from '@adjoint/core';
import { isLittleEndian, swapBytes } from './byte-order.js';
import { widenBfloat16, widenHalf } from './half.js';
import { type StoredType, storedTypes } from './stored-type.js';

/** How elements become a tensor's. */
export interface ReadOptions {
  /**
   * What 64-bit integers and uint32 become: int32, unless given, or float64. One that is out of range is an error; that
   * of float64 ends at ±2⁵³, so that all are exact.
   */
  readonly wideIntegers?: 'int32' | 'float64';
}

/** Where a file keeps a tensor's elements, and how. */
export interface Elements {
  readonly type: StoredType;
  readonly shape: Shape;
  /** As many as the shape needs, in row-major order. They are taken over. */
  readonly bytes: Uint8Array;
  readonly isLittleEndian: boolean;
}

/**
 * A tensor from the bytes of a file.
 *
 * @param fail throws the error about the file
 */
export function decodeElements(elements: Elements, options: ReadOptions, fail: (problem: string) => never): AnyTensor {
  const { type, shape } = elements;
  const bytes = inHostOrder(elements);
  const own = (values: HostArray): AnyTensor => fromArray(values, shape, { own: true });
  switch (type) {
    case 'F64':
      return own(new Float64Array(bytes.buffer, bytes.byteOffset, bytes.length / 8));
    case 'F32':
      return own(new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4));
    case 'F16':
      return own(widenHalf(new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2)));
    case 'BF16':
      return own(widenBfloat16(new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2)));
    case 'I64':
      return own(narrow(new BigInt64Array(bytes.buffer, bytes.byteOffset, bytes.length / 8), options, fail));
    case 'U64':
      return own(narrow(new BigUint64Array(bytes.buffer, bytes.byteOffset, bytes.length / 8), options, fail));
    case 'U32':
      return own(narrow(new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4), options, fail));
    case 'I32':
      return own(new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4));
    case 'I16':
      return own(Int32Array.from(new Int16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2)));
    case 'U16':
      return own(Int32Array.from(new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2)));
    case 'I8':
      return own(Int32Array.from(new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length)));
    case 'U8':
      return own(bytes);
    case 'BOOL':
      requireBooleans(bytes, fail);
      return evaluate(own(bytes).cast('bool'));
  }
}

/** The bytes in this machine's order, at an address that a typed array can start from. */
function inHostOrder({ type, bytes, isLittleEndian: isStoredLittleEndian }: Elements): Uint8Array {
  const size = storedTypes[type].bytes;
  const aligned = bytes.byteOffset % size === 0 ? bytes : bytes.slice();
  if (isStoredLittleEndian !== isLittleEndian) swapBytes(aligned, size);
  return aligned;
}

/** Integers as int32 or float64, each exactly. */
function narrow(
  values: BigInt64Array | BigUint64Array | Uint32Array,
  { wideIntegers = 'int32' }: ReadOptions,
  fail: (problem: string) => never,
): HostArray {
  const isInt32 = wideIntegers === 'int32';
  const [low, high] = isInt32 ? [-(2 ** 31), 2 ** 31 - 1] : [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER];
  const result = isInt32 ? new Int32Array(values.length) : new Float64Array(values.length);
  for (let index = 0; index < values.length; index++) {
    const value = values[index] as bigint | number;
    if (value < low || value > high) {
      const remedy = isInt32 ? "; read it with { wideIntegers: 'float64' }" : '';
      fail(`element ${index} is ${value}, which ${wideIntegers} does not hold exactly${remedy}`);
    }
    result[index] = Number(value);
  }
  return result;
}

/** Other bytes than 0 and 1 would be neither true nor false to code that trusts the dtype. */
function requireBooleans(bytes: Uint8Array, fail: (problem: string) => never): void {
  const index = bytes.findIndex((byte) => byte > 1);
  if (index >= 0) fail(`element ${index} is ${bytes[index]}, but a boolean is 0 or 1`);
}

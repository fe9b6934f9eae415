import type { DType } from '@adjoint/core';

/** The element types that can be read, as safetensors calls them. */
export type StoredType =
  | 'F64'
  | 'F32'
  | 'F16'
  | 'BF16'
  | 'I64'
  | 'I32'
  | 'I16'
  | 'I8'
  | 'U64'
  | 'U32'
  | 'U16'
  | 'U8'
  | 'BOOL';

interface StoredTypeRecord {
  /** Bytes an element takes in a file. */
  readonly bytes: number;
  /** What it becomes: a dtype that holds all its values, or int32 for integers that may be wider than that. */
  readonly dtype: DType;
  /** Whether an element may not fit int32, so that each is checked. */
  readonly isWide?: true;
}

/** What becomes of each element type. */
export const storedTypes: Readonly<Record<StoredType, StoredTypeRecord>> = {
  F64: { bytes: 8, dtype: 'float64' },
  F32: { bytes: 4, dtype: 'float32' },
  F16: { bytes: 2, dtype: 'float32' },
  BF16: { bytes: 2, dtype: 'float32' },
  I64: { bytes: 8, dtype: 'int32', isWide: true },
  I32: { bytes: 4, dtype: 'int32' },
  I16: { bytes: 2, dtype: 'int32' },
  I8: { bytes: 1, dtype: 'int32' },
  U64: { bytes: 8, dtype: 'int32', isWide: true },
  U32: { bytes: 4, dtype: 'int32', isWide: true },
  U16: { bytes: 2, dtype: 'int32' },
  U8: { bytes: 1, dtype: 'uint8' },
  BOOL: { bytes: 1, dtype: 'bool' },
};

/** What a dtype is written as. */
export const writtenAs: Readonly<Record<DType, StoredType>> = {
  float64: 'F64',
  float32: 'F32',
  int32: 'I32',
  uint8: 'U8',
  bool: 'BOOL',
};

export function isStoredType(name: string): name is StoredType {
  return Object.hasOwn(storedTypes, name);
}

/** For error messages. */
export const readableTypes: string = Object.keys(storedTypes).join(', ');

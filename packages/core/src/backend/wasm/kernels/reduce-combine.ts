import type { DType } from '../../../graph/dtype.js';
import type { Combine } from '../../contract.js';
import { type Code, f32x4, f64x2, i32x4, type Local, local, v128 } from '../encoder/index.js';
import { type Kind, partsOf } from './reduce-elements.js';

type Join = (a: Code, b: Code) => Code;

/** How a reduction computes: its representation, what joins two vectors, and what changes nothing. */
export interface Accumulation {
  readonly kind: Kind;
  readonly join: Join;
  /** In every lane. */
  readonly identity: Code;
  /** The dtype that keeps an unfinished result in memory without loss. */
  readonly dtype: DType;
}

/** How a reduction of elements of a dtype computes. float32 sums and products are kept in float64 until the end. */
export function accumulationOf(combine: Combine, dtype: DType): Accumulation {
  if (combine === 'any') return { kind: 'truth', join: v128.or, identity: v128.zero, dtype: 'int32' };
  if (combine === 'all') return { kind: 'truth', join: v128.and, identity: i32x4.const(-1), dtype: 'int32' };
  const isFloat = dtype === 'float32' || dtype === 'float64';
  if (!isFloat) return { kind: 'integer', ...integers[combine], dtype: 'int32' };
  const isExtreme = combine === 'minimum' || combine === 'maximum';
  if (dtype === 'float32' && isExtreme) return { kind: 'single', ...singles[combine], dtype };
  return { kind: 'wide', ...doubles[combine], dtype: 'float64' };
}

type Arithmetic = 'sum' | 'product' | 'minimum' | 'maximum';
type Table<Name extends Arithmetic> = { readonly [Each in Name]: { readonly join: Join; readonly identity: Code } };

const integers: Table<Arithmetic> = {
  sum: { join: i32x4.add, identity: v128.zero },
  product: { join: i32x4.mul, identity: i32x4.const(1) },
  minimum: { join: i32x4.minS, identity: i32x4.const(2 ** 31 - 1) },
  maximum: { join: i32x4.maxS, identity: i32x4.const(-(2 ** 31)) },
};

const singles: Table<'minimum' | 'maximum'> = {
  minimum: { join: f32x4.min, identity: f32x4.const(Number.POSITIVE_INFINITY) },
  maximum: { join: f32x4.max, identity: f32x4.const(Number.NEGATIVE_INFINITY) },
};

const doubles: Table<Arithmetic> = {
  sum: { join: f64x2.add, identity: v128.zero },
  product: { join: f64x2.mul, identity: f64x2.const(1) },
  minimum: { join: f64x2.min, identity: f64x2.const(Number.POSITIVE_INFINITY) },
  maximum: { join: f64x2.max, identity: f64x2.const(Number.NEGATIVE_INFINITY) },
};

/** Joins the lanes of the vectors into the first lane of the first. */
export function joinLanes({ kind, join }: Accumulation, vectors: readonly Local[]): Code {
  const [vector, other] = vectors as readonly [Local, Local | undefined];
  const value = local.get(vector);
  const joined = (lanes: Code): Code => local.set(vector, join(value, lanes));
  if (partsOf(kind) === 2 && other !== undefined) {
    return [joined(local.get(other)), joined(v128.shuffle64(value, value, [1, 0]))];
  }
  return [joined(v128.shuffle32(value, value, [2, 3, 0, 1])), joined(v128.shuffle32(value, value, [1, 0, 3, 2]))];
}

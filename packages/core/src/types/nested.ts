import type { Shape } from './shape.js';

/** Nested arrays of numbers or booleans, as tensors are written. */
export type Nested = number | boolean | readonly Nested[];

/** The first element of an array type, which for a tuple may be narrower than the union of all. */
type ElementOf<A extends readonly unknown[]> = A extends readonly [infer First, ...unknown[]] ? First : A[number];

/**
 * The shape of a nested array: `ShapeOf<[[1, 2, 3], [4, 5, 6]]>` → `[2, 3]`, `ShapeOf<number[][]>` → `[number, number]`,
 * `ShapeOf<Nested>` → `Shape`.
 */
export type ShapeOf<A> = [Nested] extends [A] ? Shape : ShapeOfLevels<A>;

type ShapeOfLevels<A, Sizes extends number[] = []> = A extends number | boolean
  ? Sizes
  : A extends readonly unknown[]
    ? A extends readonly []
      ? [...Sizes, 0]
      : ShapeOfLevels<ElementOf<A>, [...Sizes, A['length']]>
    : never;

/** What the innermost elements are: `ScalarKind<[[true], [false]]>` → `'boolean'`, `ScalarKind<number[]>` → `'number'`. */
export type ScalarKind<A> = [Nested] extends [A] ? 'number' | 'boolean' : ScalarKindOfLevels<A>;

type ScalarKindOfLevels<A> = A extends readonly unknown[]
  ? A extends readonly []
    ? 'number'
    : ScalarKindOfLevels<ElementOf<A>>
  : A extends boolean
    ? 'boolean'
    : 'number';

/** Whether rows differ in length or depth: `IsRagged<[[1, 2], [3]]>` → `true`. */
export type IsRagged<A> = [Nested] extends [A] ? false : IsRaggedBelow<A, ShapeOf<A>>;

type IsRaggedBelow<Level, Sizes> = Sizes extends readonly [number, ...infer Rest]
  ? [Level] extends [readonly unknown[]]
    ? Rest extends readonly [infer Length, ...unknown[]]
      ? [Level[number]] extends [readonly unknown[]]
        ? number extends Level[number]['length']
          ? false
          : [Level[number]['length']] extends [Length]
            ? IsRaggedBelow<Level[number], Rest>
            : true
        : true
      : [Level[number]] extends [number | boolean]
        ? false
        : true
    : true
  : false;

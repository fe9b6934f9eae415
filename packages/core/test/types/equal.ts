/** `true` where two types are the same to the letter, `any` and `readonly` included. */
export type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** Compiles only for `true`. */
export type Expect<T extends true> = T;

/** Compiles only where a value's type is exactly `Type`: `exactly<[2, 3]>()(x.shape)`. */
export declare function exactly<Type>(): <const V>(value: V, ...proof: Equal<V, Type> extends true ? [] : [V]) => void;

import {
  type BuildBody,
  type Code,
  type FunctionBuilder,
  i32,
  type Local,
  local,
  type Signature,
  select,
} from '../encoder/index.js';

/** Idioms of matmul's code. */

/** `variable += amount` */
export function advance(variable: Local, amount: Code): Code {
  return local.set(variable, i32.add(local.get(variable), amount));
}

/** `base + i · stride + …` */
export function address(base: Local, ...terms: readonly (readonly [index: Local, stride: Code | Local])[]): Code {
  let sum = local.get(base);
  for (const [index, stride] of terms) {
    sum = i32.add(sum, i32.mul(local.get(index), 'index' in stride ? local.get(stride) : stride));
  }
  return sum;
}

/** The smaller of two unsigned integers. Both are computed twice. */
export function minimum(a: Code, b: Code): Code {
  return select('i32', i32.ltU(a, b), a, b);
}

/** New integer variables, by name. */
export function integers<Name extends string>(f: FunctionBuilder, ...names: readonly Name[]): Record<Name, Local> {
  return byName(
    names,
    names.map(() => f.local('i32')),
  );
}

/** The signature and body of a function that takes integers, whose body sees them by name, and returns nothing. */
export function ofIntegers<Name extends string>(
  names: readonly Name[],
  build: (f: FunctionBuilder, parameters: Record<Name, Local>) => Code,
): [Signature, BuildBody] {
  const signature: Signature = { parameters: names.map(() => 'i32'), results: [] };
  return [signature, (f, ...parameters) => build(f, byName(names, parameters))];
}

function byName<Name extends string>(names: readonly Name[], variables: readonly Local[]): Record<Name, Local> {
  return Object.fromEntries(names.map((name, i) => [name, variables[i]])) as Record<Name, Local>;
}

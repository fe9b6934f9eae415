import {
  type Access,
  type BuildBody,
  type Code,
  call,
  type FunctionBuilder,
  forRange,
  i32,
  type Local,
  local,
  type ModuleBuilder,
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

/** The access to vector number v from an address on. Operands and outputs are aligned to their elements alone. */
export function at(v: number): Required<Access> {
  return { offset: 16 * v, align: 4 };
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

/** New vector variables. */
export function vectors(f: FunctionBuilder, count: number): Local[] {
  return Array.from({ length: count }, () => f.local('v128'));
}

/** The signature and body of a function that takes integers, whose body sees them by name, and returns nothing. */
export function ofIntegers<Name extends string>(
  names: readonly Name[],
  build: (f: FunctionBuilder, parameters: Record<Name, Local>) => Code,
): [Signature, BuildBody] {
  const signature: Signature = { parameters: names.map(() => 'i32'), results: [] };
  return [signature, (f, ...parameters) => build(f, byName(names, parameters))];
}

/** What every kernel of products takes: C = A · B, m × k times k × n. Offsets and strides are in bytes. */
const productParameters = ['m', 'n', 'k', 'a', 'aRow', 'aColumn', 'b', 'bRow', 'bColumn', 'c', 'cRow'] as const;

/** How many products, and the distances from one's matrices to the next one's. */
const stackParameters = ['products', 'aNext', 'bNext', 'cNext'] as const;

/**
 * Exports a stack of products. Its parameters are those of the stack, those of a product, and `own`; `build` makes the
 * code of one product.
 */
export function exportProducts<Name extends string>(
  module: ModuleBuilder,
  own: readonly Name[],
  build: (f: FunctionBuilder, parameters: Record<Name | (typeof productParameters)[number], Local>) => Code,
): void {
  const names = [...productParameters, ...own] as const;
  const product = module.define(...ofIntegers(names, build));
  const stack = ofIntegers([...stackParameters, ...names], (f, parameters) => {
    const { products, a, b, c, aNext, bNext, cNext } = parameters;
    const { index } = integers(f, 'index');
    return forRange(index, i32.const(0), local.get(products), 1, [
      call(product, ...names.map((name) => local.get(parameters[name]))),
      advance(a, local.get(aNext)),
      advance(b, local.get(bNext)),
      advance(c, local.get(cNext)),
    ]);
  });
  module.export('run', ...stack);
}

function byName<Name extends string>(names: readonly Name[], variables: readonly Local[]): Record<Name, Local> {
  return Object.fromEntries(names.map((name, i) => [name, variables[i]])) as Record<Name, Local>;
}

import type { ModuleBuilder } from '../encoder/index.js';
import type { AccessKind, Traversal } from './access.js';
import type { TypedExpression } from './elementwise-expression.js';
import { buildElementwise } from './elementwise-kernel.js';

/** A kernel of an expression, by how its inputs are read. */
export interface Variant {
  readonly key: string;
  readonly build: (module: ModuleBuilder) => void;
}

/** The contiguous variant stands apart: most calls ask for it. */
interface Variants {
  readonly contiguous: Variant;
  readonly others: Map<number | string, Variant>;
}

const known = new WeakMap<TypedExpression, Variants>();
const codes: Readonly<Record<AccessKind, number>> = { contiguous: 0, scalar: 1, row: 2, strided: 3 };

/** The expression's kernel for inputs of such an access; for contiguous ones if it is undefined. */
export function variantFor(
  expression: TypedExpression,
  inputs: number,
  traversal: Pick<Traversal, 'outer' | 'kinds'> | undefined,
): Variant {
  let variants = known.get(expression);
  if (variants === undefined) {
    const contiguous = createVariant(expression, new Array<AccessKind>(inputs).fill('contiguous'), 0);
    variants = { contiguous, others: new Map() };
    known.set(expression, variants);
  }
  if (traversal === undefined) return variants.contiguous;
  const { kinds, outer } = traversal;
  const code = signature(kinds, outer.length);
  let variant = variants.others.get(code);
  if (variant === undefined) {
    variant = createVariant(expression, kinds, outer.length);
    variants.others.set(code, variant);
  }
  return variant;
}

function createVariant(expression: TypedExpression, kinds: readonly AccessKind[], outer: number): Variant {
  return {
    key: `elementwise|${outer}|${kinds.join()}|${expression.key}`,
    build: (module) => buildElementwise(module, expression, kinds, outer),
  };
}

/** A number as long as one can hold it. */
function signature(kinds: readonly AccessKind[], outer: number): number | string {
  if (kinds.length > 20) return `${outer}:${kinds.join()}`;
  let code = outer;
  for (const kind of kinds) code = code * 4 + codes[kind];
  return code;
}

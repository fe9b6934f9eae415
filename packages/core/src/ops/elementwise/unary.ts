import { input, type ScalarExpression, type UnaryInstruction, unary } from '../../backend/scalar.js';
import { type ToFloat, toFloat } from '../../graph/dtype.js';
import { buildNode, resolve } from '../../graph/node.js';
import { type AnyTensor, Tensor } from '../../graph/tensor.js';
import { cast } from './cast.js';
import { checkDType, defineElementwise, type ElementwiseDefinition, type ElementwiseVjp } from './define.js';

/** A function of one tensor that keeps its shape and dtype. */
export type SameUnary = <X extends AnyTensor>(x: X) => Tensor<X['shape'], X['dtype']>;
/** The same as a method. */
export type SameUnaryMethod = <Me extends AnyTensor>(this: Me) => Tensor<Me['shape'], Me['dtype']>;

/** A function of one tensor with a float result: integers and bools are taken as float32. */
export type FloatUnary = <X extends AnyTensor>(x: X) => Tensor<X['shape'], ToFloat<X['dtype']>>;
/** The same as a method. */
export type FloatUnaryMethod = <Me extends AnyTensor>(this: Me) => Tensor<Me['shape'], ToFloat<Me['dtype']>>;

/** A question about each element. */
export type BoolUnary = <X extends AnyTensor>(x: X) => Tensor<X['shape'], 'bool'>;
/** The same as a method. */
export type BoolUnaryMethod = <Me extends AnyTensor>(this: Me) => Tensor<Me['shape'], 'bool'>;

interface UnaryDefinition extends Pick<ElementwiseDefinition, 'output' | 'accepts' | 'numbers'> {
  readonly name: string;
  /** One instruction on x, or an expression in it. */
  readonly instruction: UnaryInstruction | ScalarExpression;
  /** ∂L/∂x, or null where the op is constant almost everywhere. */
  readonly vjp: ElementwiseVjp | null;
}

/** A unary op that computes floats: other dtypes are cast to float32 first. */
export function defineFloatUnary(definition: UnaryDefinition): FloatUnary {
  const build = defineUnary({ accepts: 'floats', ...definition });
  return (<X extends AnyTensor>(x: X) => {
    requireTensor(definition.name, x);
    return build(cast(x, toFloat(x.dtype)));
  }) as FloatUnary;
}

/** A unary op that keeps the dtype. */
export function defineSameUnary(definition: UnaryDefinition): SameUnary {
  const build = defineUnary(definition);
  return (<X extends AnyTensor>(x: X) => {
    requireTensor(definition.name, x);
    return build(resolve(x));
  }) as SameUnary;
}

/** A unary op whose result is bool. */
export function defineBoolUnary(definition: Omit<UnaryDefinition, 'vjp' | 'output'>): BoolUnary {
  return defineSameUnary({ ...definition, vjp: null, output: 'bool' }) as unknown as BoolUnary;
}

/** A question about floats; other dtypes are cast to float32 first. */
export function defineBoolUnaryOnFloats(definition: Omit<UnaryDefinition, 'vjp' | 'output' | 'accepts'>): BoolUnary {
  return defineFloatUnary({ ...definition, vjp: null, output: 'bool' }) as unknown as BoolUnary;
}

/** The function that builds the op's node on a tensor that is no Variable. */
function defineUnary({ instruction, vjp, ...rest }: UnaryDefinition): (x: AnyTensor) => AnyTensor {
  const { name, accepts = 'numbers', output } = rest;
  const expression = typeof instruction === 'string' ? unary(instruction, input(0)) : instruction;
  const op = defineElementwise({ ...rest, expression, vjp: vjp && [vjp] });
  return (x) => {
    checkDType(name, x.dtype, accepts);
    return buildNode(op, [x], undefined, x.shape, output === 'bool' ? 'bool' : x.dtype);
  };
}

/** Throws unless the operand is a tensor. */
export function requireTensor(op: string, x: unknown): asserts x is AnyTensor {
  if (!(x instanceof Tensor)) throw new TypeError(`${op}: expected a tensor, got ${typeof x}; wrap it in tensor(…)`);
}

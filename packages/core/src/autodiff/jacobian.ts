import { isFloat } from '../graph/dtype.js';
import { type Shape, sizeOf } from '../graph/shape.js';
import type { AnyTensor, Tensor } from '../graph/tensor.js';
import { fromArray } from '../ops/creation/tensor.js';
import { grad } from './grad.js';
import { jvp } from './jvp.js';
import { pullbackWithZeros, record } from './vjp.js';
import { vmap } from './vmap.js';

/** The shape of a result followed by the shape of an argument. */
export type JacobianShape<Out extends Shape, In extends Shape> = number extends Out['length'] | In['length']
  ? Shape
  : [...Out, ...In];

/**
 * The matrix of first derivatives, ∂f(x)ᵢ/∂xⱼ, of shape `[...shape of f(x), ...shape of x]`: one vjp for each element of
 * the result, all in one batch.
 *
 * @throws TypeError where x or the result is no single float tensor
 */
export function jacobian<X extends AnyTensor, Out extends AnyTensor>(
  f: (x: X) => Out,
): (x: X) => Tensor<JacobianShape<Out['shape'], X['shape']>, Out['dtype']> {
  return (x) => {
    const recording = record('jacobian', (each: X) => f(each), [x] as const, [0]);
    const output = checkOutput(recording.outputs);
    const rows = sizeOf(output.shape);
    const basis = fromArray(identityMatrix(rows), [rows, ...output.shape], { own: true }).cast(output.dtype);
    const pull = (cotangent: AnyTensor): AnyTensor => pullbackWithZeros(recording, [cotangent])[0] as AnyTensor;
    const stacked = vmap(pull)(basis) as AnyTensor;
    return stacked.reshape([...output.shape, ...x.shape]) as Tensor<
      JacobianShape<Out['shape'], X['shape']>,
      Out['dtype']
    >;
  };
}

/** The matrix of second derivatives of a scalar function, of shape `[...shape of x, ...shape of x]`. */
export function hessian<X extends AnyTensor>(
  f: (x: X) => Tensor,
): (x: X) => Tensor<JacobianShape<X['shape'], X['shape']>, X['dtype']> {
  return (x) => jacobian<X, AnyTensor>((each) => grad(f)(each) as AnyTensor)(x) as never;
}

/**
 * The Hessian-vector product ∇²f(x)·v, without the Hessian: forward mode over reverse mode.
 */
export function hvp<X extends AnyTensor>(f: (x: X) => Tensor): (x: X, v: AnyTensor) => Tensor<X['shape'], X['dtype']> {
  return (x, v) => jvp((each: X) => grad(f)(each) as AnyTensor, [x] as never, [v] as never)[1] as never;
}

function checkOutput(outputs: readonly AnyTensor[]): AnyTensor {
  const [output] = outputs;
  if (outputs.length !== 1 || output === undefined) {
    throw new TypeError(
      `jacobian: the function must return one tensor, it returned ${outputs.length}; concatenate them, or take each one's`,
    );
  }
  if (!isFloat(output.dtype)) {
    throw new TypeError(`jacobian: the result is ${output.dtype}, which has no derivative; make it float32 or float64`);
  }
  return output;
}

function identityMatrix(size: number): Float64Array {
  const matrix = new Float64Array(size * size);
  for (let index = 0; index < size; index++) matrix[index * size + index] = 1;
  return matrix;
}

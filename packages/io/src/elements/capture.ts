import { type AnyTensor, evaluate, showShape, Tensor, Variable } from '@adjoint/core';
import { mostAxes } from './byte-length.js';

/** Tensors by name. */
export type NamedTensors = Readonly<Record<string, AnyTensor>>;

/**
 * The tensors as they are now, computed in one run: what is assigned or trained later does not change them.
 *
 * @throws TypeError where something is no tensor
 * @throws RangeError where one has more axes than a file takes
 */
export function captureTensors(who: string, tensors: NamedTensors): Map<string, AnyTensor> {
  const captured = Object.entries(tensors).map(([name, tensor]): [string, AnyTensor] => {
    if (!(tensor instanceof Tensor)) {
      throw new TypeError(`${who}: expected a tensor under '${name}', got ${tensor === null ? 'null' : typeof tensor}`);
    }
    if (tensor.shape.length > mostAxes) {
      throw new RangeError(`${who}: '${name}' is ${showShape(tensor.shape)}; a file takes at most ${mostAxes} axes`);
    }
    return [name, tensor instanceof Variable ? tensor.stopGradient() : tensor];
  });
  evaluate(captured.map(([, tensor]) => tensor));
  return new Map(captured);
}

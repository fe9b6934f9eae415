import { resolve } from '../graph/node.js';
import type { AnyTensor } from '../graph/tensor.js';
import { flatten, type MapTree, type Tree } from '../graph/tree.js';
import { zerosLike } from '../ops/creation/full.js';
import { placeholder } from '../ops/graph/placeholder.js';
import { Tape } from './tape.js';
import { checkCotangents, record, type TreeFunction, walkBetween } from './vjp.js';

/** One tangent for each tensor of the arguments. */
export type Tangents<Args extends readonly Tree[]> = { readonly [I in keyof Args]: MapTree<Args[I], AnyTensor> };

/**
 * The value of `f` at the primals and its Jacobian-vector product ∂f/∂args · tangents: forward mode.
 *
 * There is no second table of rules: the vjp v ↦ Jᵀv is linear in v, so its own vjp is w ↦ Jw, and v itself, which has
 * no value, drops out.
 *
 * @throws Error where the way passes a `customVjp` that is not declared linear in its cotangent
 */
export function jvp<const Args extends readonly Tree[], Out extends Tree>(
  f: TreeFunction<Args, Out>,
  primals: Args,
  tangents: Tangents<NoInfer<Args>>,
): [value: Out, tangent: MapTree<Out, AnyTensor>] {
  const recording = record('jvp', f, primals, [...primals.keys()]);
  const { tape, outputs, targets } = recording;
  const directions = flatten('jvp', tangents).leaves;
  checkCotangents('jvp', targets, directions);
  const nonlinear = tape.nonlinearOp();
  if (nonlinear !== undefined) {
    throw new Error(
      `jvp: cannot pass through '${nonlinear.name}', whose vjp is not declared linear in the cotangent; ` +
        'declare { linear: true } if it is, or use reverse mode',
    );
  }
  const cotangents = outputs.map((output) => placeholder('jvp', output.shape, output.dtype));
  const pulled = tape.pullback(cotangents);
  const reached = pulled.flatMap((gradient, index) =>
    gradient === undefined ? [] : [{ gradient: resolve(gradient), direction: directions[index] as AnyTensor }],
  );
  const gradients = reached.map(({ gradient }) => gradient);
  const second = new Tape(walkBetween(gradients, cotangents), gradients, cotangents);
  const pushed = second.pullback(reached.map(({ direction }) => direction));
  const tangent = pushed.map((each, index) => each ?? zerosLike(outputs[index] as AnyTensor));
  return [recording.value, flatten('jvp', recording.value).rebuild(tangent) as unknown as MapTree<Out, AnyTensor>];
}

import type { DType, Promote } from '../../graph/dtype.js';
import { resolve } from '../../graph/node.js';
import { sizeOf } from '../../graph/shape.js';
import type { AnyTensor, Tensor } from '../../graph/tensor.js';
import type { EinsumArgument, EinsumResult, ShapesOf } from '../../types/index.js';
import { cast } from '../elementwise/cast.js';
import { isBroadcast, parseEquation } from './einsum-equation.js';
import { productDType } from './operands.js';

/** The dtype that the dtypes of several tensors promote to. */
export type PromoteAll<Tensors extends readonly AnyTensor[], Joined extends DType = 'bool'> = Tensors extends readonly [
  infer First extends AnyTensor,
  ...infer Rest extends readonly AnyTensor[],
]
  ? PromoteAll<Rest, Promote<Joined, First['dtype']>>
  : number extends Tensors['length']
    ? DType
    : Joined;

/** A tensor whose axes have labels, each a different one. */
interface Factor {
  readonly tensor: AnyTensor;
  readonly labels: readonly string[];
}

/**
 * Einstein summation: the operands are multiplied where they share a label, and summed over the labels that the output
 * does not name: `einsum('ij,jk->ik', a, b)` is cᵢₖ = Σⱼ aᵢⱼ·bⱼₖ, the matrix product.
 *
 * - A letter stands for an axis, with one size wherever it occurs. Repeated within an operand it takes the diagonal.
 * - `...` stands for any further axes, which broadcast from the last; left out of the output they are summed.
 * - Without `->` the output has the axes of `...`, then the letters that occur once, in alphabetical order.
 *
 * Operands are contracted in pairs, next the pair whose result adds the fewest elements, each as one batched matrix
 * product. Dtypes are promoted. It is made of other ops, so its derivatives are theirs.
 *
 * @throws RangeError where the equation is malformed or does not fit the shapes
 * @throws TypeError where the operands are all uint8 or bool
 */
export function einsum<const E extends string, const Ts extends readonly AnyTensor[]>(
  equation: EinsumArgument<E, ShapesOf<Ts>>,
  ...operands: Ts
): Tensor<EinsumResult<E, ShapesOf<Ts>>, PromoteAll<Ts>>;
export function einsum(equation: string, ...operands: AnyTensor[]): AnyTensor {
  if (operands.length === 0) throw new RangeError(`einsum: '${equation}' got no operand; give one for each term`);
  const { inputs, output, sizes } = parseEquation(
    equation,
    operands.map((operand) => operand.shape),
  );
  const dtype = productDType('einsum', operands);
  const factors = operands.map((operand, index) => {
    const labels = inputs[index] as readonly string[];
    return takeDiagonals(dropBroadcastOnes({ tensor: cast(resolve(operand), dtype), labels }, sizes));
  });
  for (let index = 0; index < factors.length; index++) {
    factors[index] = sumOut(factors[index] as Factor, neededBeside(factors, [index], output));
  }
  while (factors.length > 1) {
    const [first, second] = cheapestPair(factors, output);
    const needed = neededBeside(factors, [first, second], output);
    const product = contract(factors[first] as Factor, factors[second] as Factor, needed);
    factors.splice(second, 1);
    factors[first] = product;
  }
  return arrange(factors[0] as Factor, output);
}

/** Without the ellipsis axes of size 1 that other operands stretch. */
function dropBroadcastOnes({ tensor, labels }: Factor, sizes: ReadonlyMap<string, number>): Factor {
  const kept = labels.flatMap((label, axis) =>
    isBroadcast(label) && tensor.shape[axis] !== sizes.get(label) ? [] : [axis],
  );
  if (kept.length === labels.length) return { tensor, labels };
  return {
    tensor: tensor.reshape(kept.map((axis) => tensor.shape[axis] as number)),
    labels: kept.map((axis) => labels[axis] as string),
  };
}

/** Repeated labels become one axis, the diagonal of theirs. */
function takeDiagonals({ tensor, labels }: Factor): Factor {
  let factor: Factor = { tensor, labels };
  for (const label of new Set(labels)) {
    let first = factor.labels.indexOf(label);
    let last = factor.labels.lastIndexOf(label);
    while (first !== last) {
      const others = factor.labels.filter((_, axis) => axis !== first && axis !== last);
      factor = { tensor: factor.tensor.diagonal(0, first, last), labels: [...others, label] };
      first = factor.labels.indexOf(label);
      last = factor.labels.lastIndexOf(label);
    }
  }
  return factor;
}

/** The labels that the output or a factor not in `without` has. */
function neededBeside(factors: readonly Factor[], without: readonly number[], output: readonly string[]): Set<string> {
  const others = factors.filter((_, index) => !without.includes(index));
  return new Set([...output, ...others.flatMap(({ labels }) => labels)]);
}

/** Sums over the labels that nobody needs. */
function sumOut({ tensor, labels }: Factor, needed: ReadonlySet<string>): Factor {
  const axes = labels.flatMap((label, axis) => (needed.has(label) ? [] : [axis]));
  if (axes.length === 0) return { tensor, labels };
  return { tensor: tensor.sum(axes), labels: labels.filter((label) => needed.has(label)) };
}

/** The two factors whose product adds the fewest elements to what there is; of equals the leftmost. */
function cheapestPair(factors: readonly Factor[], output: readonly string[]): [first: number, second: number] {
  let best: [number, number] = [0, 1];
  let lowest = Number.POSITIVE_INFINITY;
  for (let first = 0; first < factors.length; first++) {
    for (let second = first + 1; second < factors.length; second++) {
      const added = elementsAdded(factors, first, second, output);
      if (added < lowest) {
        lowest = added;
        best = [first, second];
      }
    }
  }
  return best;
}

function elementsAdded(factors: readonly Factor[], first: number, second: number, output: readonly string[]): number {
  const needed = neededBeside(factors, [first, second], output);
  const [left, right] = [factors[first] as Factor, factors[second] as Factor];
  const shape = [
    ...left.labels.flatMap((label, axis) => (needed.has(label) ? [left.tensor.shape[axis] as number] : [])),
    ...right.labels.flatMap((label, axis) =>
      needed.has(label) && !left.labels.includes(label) ? [right.tensor.shape[axis] as number] : [],
    ),
  ];
  return sizeOf(shape) - sizeOf(left.tensor.shape) - sizeOf(right.tensor.shape);
}

/** The product of two factors, summed over the labels they share that are not needed: one batched matrix product. */
function contract(left: Factor, right: Factor, needed: ReadonlySet<string>): Factor {
  const shared = left.labels.filter((label) => right.labels.includes(label));
  const batch = shared.filter((label) => needed.has(label));
  const summed = shared.filter((label) => !needed.has(label));
  const rows = left.labels.filter((label) => !shared.includes(label));
  const columns = right.labels.filter((label) => !shared.includes(label));
  const x = group(left, [batch, rows, summed]);
  const y = group(right, [batch, summed, columns]);
  // Without a sum each element is a single product, for which a matrix product would be roundabout.
  const product = summed.length === 0 ? x.mul(y) : x.matmul(y);
  const sizes = [sizesOf(left, batch), sizesOf(left, rows), sizesOf(right, columns)].flat();
  return { tensor: product.reshape(sizes), labels: [...batch, ...rows, ...columns] };
}

/** The tensor with each group of labels flattened into one axis. */
function group(factor: Factor, groups: readonly (readonly string[])[]): AnyTensor {
  return arrange(factor, groups.flat()).reshape(groups.map((labels) => sizeOf(sizesOf(factor, labels))));
}

function sizesOf({ tensor, labels }: Factor, wanted: readonly string[]): number[] {
  return wanted.map((label) => tensor.shape[labels.indexOf(label)] as number);
}

/** The axes in the order of these labels. */
function arrange({ tensor, labels }: Factor, order: readonly string[]): AnyTensor {
  return tensor.permute(order.map((label) => labels.indexOf(label)));
}

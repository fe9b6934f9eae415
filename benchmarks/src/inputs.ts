/**
 * The numbers that every system computes with. They come from a hash of position and stream in 32-bit integers, so that
 * each language makes the same bits without reading a file. `peers/torch/inputs.py` is the same in Python.
 */

/** A well-mixed unsigned 32-bit number for element `index` of a stream. */
export function hash(index: number, stream: number): number {
  let x = (Math.imul(index, 0x9e3779b1) + Math.imul(stream, 0x85ebca77)) | 0;
  x = Math.imul(x ^ (x >>> 15), 0x2c1b3c6d);
  x = Math.imul(x ^ (x >>> 12), 0x297a2d39);
  return (x ^ (x >>> 15)) >>> 0;
}

/** `count` numbers in [−scale, scale): 24 random bits each, so that the float32 of scale 1 is exact. */
export function uniform(count: number, stream: number, scale = 1): Float64Array {
  const numbers = new Float64Array(count);
  for (let index = 0; index < count; index++) numbers[index] = ((hash(index, stream) >>> 8) / 2 ** 23 - 1) * scale;
  return numbers;
}

/** {@link uniform}, rounded to float32. */
export function uniform32(count: number, stream: number, scale = 1): Float32Array {
  return Float32Array.from(uniform(count, stream, scale));
}

/** `count` class indices below `classes`. */
export function labels(count: number, classes: number, stream: number): Int32Array {
  return Int32Array.from({ length: count }, (_, index) =>
    Math.floor(((hash(index, stream) >>> 8) * classes) / 2 ** 24),
  );
}

/** The stream of the j-th tensor of parameters (j < 16). */
export function parameterStream(tensor: number): number {
  return tensor;
}

/** The stream of the j-th tensor of an input set (j < 16). */
export function inputStream(set: number, tensor: number): number {
  return 16 * (set + 1) + tensor;
}

/** A parameter of a layer: where its numbers come from, and what they are multiplied by. */
export interface ParameterSpec {
  readonly shape: readonly [number, ...number[]];
  readonly scale: number;
  readonly stream: number;
}

/** Weight and bias of each layer of the perceptron, ±1/√fan-in as in PyTorch. */
export function mlpParameters(sizes: readonly number[]): ParameterSpec[] {
  return sizes.slice(1).flatMap((outputs, layer) => {
    const inputs = sizes[layer] as number;
    const scale = 1 / Math.sqrt(inputs);
    return [
      { shape: [outputs, inputs], scale, stream: parameterStream(2 * layer) },
      { shape: [outputs], scale, stream: parameterStream(2 * layer + 1) },
    ] as const;
  });
}

/**
 * The shape of a random binary tree, another one at each turn: for each inner node, in preorder, how many of its leaves
 * go to the left.
 */
export function treeSplits(leaves: number, turn: number): Int32Array {
  const splits: number[] = [];
  const pending = [leaves];
  for (let size = pending.pop(); size !== undefined; size = pending.pop()) {
    if (size === 1) continue;
    const left = 1 + ((hash(splits.length, treeStream + turn) >>> 8) % (size - 1));
    splits.push(left);
    pending.push(size - left, left);
  }
  return Int32Array.from(splits);
}

const treeStream = 1_000_000;

/** Σ xᵢ² (1 + i mod 7): no cancellation, and a transposed result has another sum. */
export function checksum(...tensors: readonly ArrayLike<number>[]): number {
  let sum = 0;
  for (const numbers of tensors) {
    for (let index = 0; index < numbers.length; index++) sum += (numbers[index] as number) ** 2 * (1 + (index % 7));
  }
  return sum;
}

import { sizeOf } from '../../../graph/shape.js';
import type { KernelContext } from '../context.js';
import type { ModuleBuilder } from '../encoder/index.js';
import type { Location } from '../location.js';
import { clearBytes } from './bytes.js';
import { defineBlockedProduct } from './matmul-blocked.js';
import { type MatmulDType, matmulElements } from './matmul-element.js';
import { defineRowProduct } from './matmul-row.js';
import { type MatrixRead, type ProductStack, productStack } from './matmul-stack.js';

/** 8 vectors of sums: V8 has 16 vector registers, and two units of latency 4 need 8 sums in flight. */
const tile = { rows: 4, vectors: 2 };

/** Sums of at most so many products are chains; longer ones add up such chains. Part of what fixes the bits. */
const longestChain = 256;
/** A block of A, rowBlock × longestChain, stays in the second-level cache. */
const rowBlock = 128;
const columnBlock = 512;
/** Up to so many rows, packing B costs more than it saves. */
const fewRows = 8;

/**
 * `[batch…, m, k] × [batch…, k, n]` into a contiguous output; int32 wraps around.
 *
 * The bits of an element depend on its row of A, its column of B and k alone, whatever the tiles, blocks and strides.
 * So threads may split rows and columns anywhere: give the kernel a part's `m` and `n`, shift `a`, `b` and `c`, and
 * keep `cRow`.
 *
 * @throws TypeError for another dtype
 */
export function runMatmul(context: KernelContext, left: MatrixRead, right: MatrixRead, output: Location): void {
  const { dtype, shape, offset } = output;
  if (!isMatmulDType(dtype)) {
    throw new TypeError(`matmul: the wasm backend multiplies float32, float64 and int32, got ${dtype}; cast it first`);
  }
  const { bytes } = matmulElements[dtype];
  const outputBytes = sizeOf(shape) * bytes;
  if (outputBytes === 0) return;
  if (left.shape.at(-1) === 0) {
    clearBytes(context, offset, outputBytes);
    return;
  }
  const stack = productStack(left, right, shape, bytes);
  if (stack.m === 1) runRowProducts(context, dtype, stack, offset);
  else runBlockedProducts(context, dtype, stack, offset);
}

function runRowProducts(context: KernelContext, dtype: MatmulDType, stack: ProductStack, offset: number): void {
  const { n, k, a, b, starts } = stack;
  const run = context.kernel(rowKernels[dtype].key, rowKernels[dtype].build);
  const spare = context.scratch(16);
  const depthBlock = depthBlockOf(k);
  let c = offset;
  for (const start of starts) {
    context.launch(run, [n, k, start.a, a.column, start.b, b.row, b.column, c, depthBlock, spare]);
    c += n * matmulElements[dtype].bytes;
  }
}

function runBlockedProducts(context: KernelContext, dtype: MatmulDType, stack: ProductStack, offset: number): void {
  const { m, n, k, a, b, starts } = stack;
  const { bytes, lanes } = matmulElements[dtype];
  const run = context.kernel(blockedKernels[dtype].key, blockedKernels[dtype].build);
  const depthBlock = depthBlockOf(k);
  const depth = Math.min(k, depthBlock);
  const rows = roundUp(Math.min(m, rowBlock), tile.rows);
  const columns = roundUp(Math.min(n, columnBlock), tile.vectors * lanes);
  // Packing may write a little past the panels.
  const slack = 48 * tile.vectors;
  const tileBytes = 16 * tile.vectors * tile.rows;
  const bytesA = roundUp(rows * depth * bytes + slack, 64);
  const spare = context.scratch(tileBytes + bytesA + columns * depth * bytes + slack);
  const packedA = spare + tileBytes;
  const packedB = packedA + bytesA;
  const direct = b.column === bytes && m <= fewRows ? 1 : 0;
  const rowC = n * bytes;
  let c = offset;
  for (const start of starts) {
    const [ra, ca, rb, cb] = [a.row, a.column, b.row, b.column];
    // In the order of blockedParameters.
    context.launch(run, [
      m,
      n,
      k,
      start.a,
      ra,
      ca,
      start.b,
      rb,
      cb,
      c,
      rowC,
      rowBlock,
      columnBlock,
      depthBlock,
      direct,
      packedA,
      packedB,
      spare,
    ]);
    c += m * rowC;
  }
}

/** Blocks of equal depth, so that none is too short to pay for itself. */
function depthBlockOf(k: number): number {
  return roundUp(Math.ceil(k / Math.ceil(k / longestChain)), 4);
}

interface KernelSource {
  readonly key: string;
  readonly build: (module: ModuleBuilder) => void;
}

const rowKernels = forEachDType((dtype) => ({
  key: `matmul row ${dtype}`,
  build: (module) => defineRowProduct(module, matmulElements[dtype]),
}));

const blockedKernels = forEachDType((dtype) => ({
  key: `matmul blocked ${dtype}`,
  build: (module) => defineBlockedProduct(module, matmulElements[dtype], tile),
}));

function forEachDType(make: (dtype: MatmulDType) => KernelSource): Readonly<Record<MatmulDType, KernelSource>> {
  return { float32: make('float32'), float64: make('float64'), int32: make('int32') };
}

function isMatmulDType(dtype: string): dtype is MatmulDType {
  return dtype in matmulElements;
}

function roundUp(value: number, unit: number): number {
  return Math.ceil(value / unit) * unit;
}

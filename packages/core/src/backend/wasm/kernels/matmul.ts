import { sizeOf } from '../../../graph/shape.js';
import type { KernelContext } from '../context.js';
import type { ModuleBuilder } from '../encoder/index.js';
import type { Location } from '../location.js';
import { clearBytes } from './bytes.js';
import { defineBlockedProduct } from './matmul-blocked.js';
import { defineColumnProduct } from './matmul-column.js';
import { type MatmulDType, matmulElements } from './matmul-element.js';
import { runNativeMatmul } from './matmul-native.js';
import { packSlack } from './matmul-pack.js';
import { defineRowProduct } from './matmul-row.js';
import { splitStack } from './matmul-split.js';
import { type MatrixRead, type ProductStack, productStack } from './matmul-stack.js';
import type { TileShape } from './matmul-tile.js';

/** Sums of at most so many products are chains; longer ones add up such chains. Part of what fixes the bits. */
const longestChain = 256;
/** A block of A, rowBlock × longestChain, stays in the second-level cache. Both are whole tiles. */
const rowBlock = 120;
const columnBlock = 512;
/** Of a row of C, so many bytes at once stay in the first-level cache. */
const rowBlockBytes = 8192;
/** Up to this depth, all of B stays in the first-level cache while C is written, row after row. */
const fewDepth = 2;
/** Up to so many rows of A, packing B costs more than any way of reading it where it is. */
const fewRows = 8;
/** Beyond so many rows, packing B costs next to nothing. */
const manyRows = 256;
/** Up to so many columns of B, packing A costs more than it saves, and rows are too short to be made one by one. */
const fewColumns = 16;
/** Sharing fewer multiply-adds than this with another thread costs more than it saves. */
const leastShare = 2 ** 18;

/**
 * `[batch…, m, k] × [batch…, k, n]` into a contiguous output; int32 wraps around.
 *
 * The bits of an element depend on its row of A, its column of B and k alone, whatever the tiles, blocks, strides and
 * threads; so (A · B)ᵀ has the bits of Bᵀ · Aᵀ.
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
  const k = left.shape.at(-1) as number;
  if (k === 0) {
    clearBytes(context, offset, outputBytes);
    return;
  }
  if (context.native !== undefined && runNativeMatmul(context, context.native, left, right, output)) return;
  const stack = productStack(left, right, output, bytes);
  const shares = Math.min(context.threads, Math.floor((sizeOf(shape) * k) / leastShare));
  // Columns in whole cache lines, so that no two threads write to the same one.
  const units = { rows: tileOf(dtype, context.options.relaxed).rows, columns: 64 / bytes };
  const parts = splitStack(stack, shares, units);
  if (parts.length === 1) launchProducts(context, dtype, stack);
  else context.lanes(parts.length, (lane) => launchProducts(context, dtype, parts[lane] as ProductStack));
}

function launchProducts(context: KernelContext, dtype: MatmulDType, stack: ProductStack): void {
  const { m, n, k, products, a, b, c, starts } = stack;
  const { source, own } = chooseKernel(context, dtype, stack);
  const kernel = context.kernel(source.key, source.build);
  for (const start of starts) {
    const values = [products, a.next, b.next, c.next, m, n, k];
    values.push(start.a, a.row, a.column, start.b, b.row, b.column, start.c, c.row, ...own);
    context.launch(kernel, values);
  }
}

interface KernelSource {
  readonly key: string;
  readonly build: (module: ModuleBuilder) => void;
}

/** The kernel, and the values of its own parameters, in their order. */
interface Choice {
  readonly source: KernelSource;
  readonly own: readonly number[];
}

function chooseKernel(context: KernelContext, dtype: MatmulDType, stack: ProductStack): Choice {
  const { m, n, k, b } = stack;
  const { bytes } = matmulElements[dtype];
  const depthBlock = depthBlockOf(k);
  if (b.column === bytes && (m === 1 || (k <= fewDepth && n > fewColumns))) {
    return { source: rowKernels[dtype], own: [rowBlockBytes / bytes, depthBlock, context.scratch(rowBlockBytes)] };
  }
  if (m === 1) return { source: columnKernels[dtype], own: [depthBlock] };
  return { source: blockedKernels[dtype], own: blockedValues(context, dtype, stack, depthBlock) };
}

function blockedValues(
  context: KernelContext,
  dtype: MatmulDType,
  { m, n, k, a, b }: ProductStack,
  depthBlock: number,
): number[] {
  const { bytes, lanes } = matmulElements[dtype];
  const tile = tileOf(dtype, context.options.relaxed);
  const directA = a.row === bytes && n <= fewColumns && !isAliased(a.column);
  const directB = b.column === bytes && (m <= fewRows || (m <= manyRows && !isAliased(b.row)));
  const panelBytes = (lines: number): number => roundUp(lines * Math.min(k, depthBlock) * bytes + packSlack, 64);
  const bytesA = directA ? 0 : panelBytes(roundUp(Math.min(m, rowBlock), tile.rows));
  const bytesB = directB ? 0 : panelBytes(roundUp(Math.min(n, columnBlock), tile.vectors * lanes));
  const packedA = context.scratch(bytesA + bytesB);
  return [rowBlock, columnBlock, depthBlock, Number(directA), Number(directB), packedA, packedA + bytesA];
}

/**
 * V8 leaves 15 vector registers to compiled code. 6 × 2 sums, 2 vectors of B and an element of A are 15; an unfused
 * multiply-add needs one more. Two units of latency 4 need 8 sums in flight.
 */
function tileOf(dtype: MatmulDType, relaxed: boolean): TileShape {
  return { rows: relaxed && dtype !== 'int32' ? 6 : 4, vectors: 2 };
}

/** Whether lines at this distance share so few sets of a first-level cache that they displace one another. */
function isAliased(stride: number): boolean {
  return stride % 2048 === 0;
}

/** Blocks of equal depth, so that none is too short to pay for itself. */
function depthBlockOf(k: number): number {
  return roundUp(Math.ceil(k / Math.ceil(k / longestChain)), 4);
}

const rowKernels = forEachDType((dtype) => ({
  key: `matmul row ${dtype}`,
  build: (module) => defineRowProduct(module, matmulElements[dtype]),
}));

const columnKernels = forEachDType((dtype) => ({
  key: `matmul column ${dtype}`,
  build: (module) => defineColumnProduct(module, matmulElements[dtype]),
}));

const blockedKernels = forEachDType((dtype) => ({
  key: `matmul blocked ${dtype}`,
  build: (module) => defineBlockedProduct(module, matmulElements[dtype], tileOf(dtype, module.relaxed)),
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

import type { Blas } from '@adjoint/core';
import type { Ffi } from './ffi.js';
import { kindOf } from './libraries/index.js';
import type { NativeLibrary } from './native-library.js';
import { preparer } from './prepare.js';
import { Scratch } from './scratch.js';
import { suitsOf } from './suits.js';

/**
 * Makes a loaded library ready: one thread, 32-bit integers, a product that is right.
 *
 * @throws Error that says why the library is of no use
 */
export function createBlas(ffi: Ffi, library: NativeLibrary): Blas {
  for (const symbol of ['cblas_sgemm', 'cblas_dgemm', 'cblas_scopy', 'cblas_dcopy']) {
    if (!library.has(symbol)) throw new Error(missing(library, symbol));
  }
  const kind = kindOf(library);
  const details = kind.start(library);
  const prepare = preparer(library, details, new Scratch(ffi));
  const address = (memory: ArrayBufferLike): number => {
    if (memory.byteLength === 0) throw new TypeError('blas: the buffer is empty, or its memory has grown since');
    return Number(ffi.address(memory));
  };
  const blas: Blas = {
    description: {
      library: details.version === undefined ? kind.name : `${kind.name} ${details.version}`,
      path: library.path,
      core: details.core,
    },
    extension: { url: workerUrl, data: library.path },
    suits: suitsOf(details.worthwhile),
    address,
    prepare,
  };
  checkResult(blas);
  return Object.freeze(blas);
}

/** Tests run on the sources; workers, which load nothing but JavaScript, on what was built from them. */
const workerUrl = new URL(import.meta.url.endsWith('.ts') ? '../dist/worker.js' : './worker.js', import.meta.url).href;

function missing(library: NativeLibrary, symbol: string): string {
  const suffixed = `${symbol}64_`;
  return library.has(suffixed)
    ? `it has ${suffixed}, for 64-bit integers, in place of ${symbol}; install the build with 32-bit ones`
    : `it has no ${symbol}: it is no BLAS, or one without the C interface`;
}

/** Before anything relies on a library it computes [1 2; 3 4] · [5 6; 7 8]. */
function checkResult(blas: Blas): void {
  const values = new Float64Array([1, 2, 3, 4, 5, 6, 7, 8, 0, 0, 0, 0]);
  const sizes = { m: 2, n: 2, k: 2, lda: 2, ldb: 2, ldc: 2 };
  const multiply = blas.prepare({
    dtype: 'float64',
    ...sizes,
    transposeA: false,
    transposeB: false,
    accumulate: false,
  });
  const start = blas.address(values.buffer);
  multiply(start, start + 32, start + 64);
  const product = [...values.subarray(8)];
  if (product.join() !== '19,22,43,50') {
    throw new Error(`its product of [1 2; 3 4] and [5 6; 7 8] is ${product.join(', ')}, not 19, 22, 43, 50`);
  }
}

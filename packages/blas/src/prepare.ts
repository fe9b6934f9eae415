import type { MatrixProduct, Multiply } from '@adjoint/core';
import { checkProduct } from './check-product.js';
import { copyTranspose } from './copy-transpose.js';
import type { NativeFunction } from './ffi.js';
import type { LibraryDetails, Transpose } from './libraries/details.js';
import type { NativeLibrary } from './native-library.js';
import type { Scratch } from './scratch.js';

/** The values of the C interface. */
const [rowMajor, asStored, transposed] = [101, 111, 112];

const bytesOf = { float32: 4, float64: 8 } as const;

interface Routines {
  readonly gemm: NativeFunction;
  readonly transpose: Transpose;
}

/** Makes products by a library's gemm: α = 1, and β = 1 where they accumulate. */
export function preparer(
  library: NativeLibrary,
  details: LibraryDetails,
  scratch: Scratch,
): (product: MatrixProduct) => Multiply {
  const routines = {
    float32: routinesOf(library, details, 'float32'),
    float64: routinesOf(library, details, 'float64'),
  };

  return (product) => {
    checkProduct(product);
    const { dtype, m, n, k } = product;
    const anyTransposed = product.transposeA || product.transposeB;
    return anyTransposed && m * n * k <= details.packsAbove
      ? withoutTransposed(routines[dtype], product, scratch)
      : asItIs(routines[dtype].gemm, product);
  };
}

function routinesOf(library: NativeLibrary, details: LibraryDetails, dtype: 'float32' | 'float64'): Routines {
  const [name, element] = dtype === 'float32' ? ['cblas_sgemm', 'float'] : ['cblas_dgemm', 'double'];
  const matrix = ['intptr_t', 'int'];
  const parameters = ['int', 'int', 'int', 'int', 'int', 'int', element, ...matrix, ...matrix, element, ...matrix];
  return {
    gemm: library.function(name, 'void', parameters),
    transpose: details.transpose?.[dtype] ?? copyTranspose(library, dtype),
  };
}

function asItIs(gemm: NativeFunction, product: MatrixProduct): Multiply {
  const { m, n, k, lda, ldb, ldc } = product;
  const formA = product.transposeA ? transposed : asStored;
  const formB = product.transposeB ? transposed : asStored;
  const beta = product.accumulate ? 1 : 0;
  return (a, b, c) => {
    gemm(rowMajor, formA, formB, m, n, k, 1, a, lda, b, ldb, beta, c, ldc);
  };
}

/** The same of operands that are copied first where they are transposed. */
function withoutTransposed({ gemm, transpose }: Routines, product: MatrixProduct, scratch: Scratch): Multiply {
  const { dtype, m, n, k, transposeA, transposeB, lda, ldb } = product;
  const multiply = asItIs(gemm, {
    ...product,
    transposeA: false,
    transposeB: false,
    lda: transposeA ? k : lda,
    ldb: transposeB ? n : ldb,
  });
  const bytesA = transposeA ? Math.ceil((m * k * bytesOf[dtype]) / 64) * 64 : 0;
  const bytesB = transposeB ? k * n * bytesOf[dtype] : 0;
  scratch.reserve(bytesA + bytesB);
  return (a, b, c) => {
    const { address } = scratch;
    if (transposeA) transpose(k, m, a, lda, address, k);
    if (transposeB) transpose(n, k, b, ldb, address + bytesA, n);
    multiply(transposeA ? address : a, transposeB ? address + bytesA : b, c);
  };
}

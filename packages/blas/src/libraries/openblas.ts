import process from 'node:process';
import type { NativeLibrary } from '../native-library.js';
import type { LibraryKind, Transpose, Worthwhile } from './details.js';

/**
 * Up to so many multiply-adds the kernels for small products may be used, which read their operands where they are:
 * 100³ in builds for many processors. A build for AVX-512 alone has another such kernel, up to 28 · 512².
 */
const smallProducts = { manyProcessors: 1e6, oneProcessor: 28 * 512 * 512 };

/** The kernels for small products make up for the price of a call early. */
const withSmallKernels: Worthwhile = { rows: 2, products: 1024 };
const withoutSmallKernels: Worthwhile = { rows: 4, products: 4096 };

/** OpenBLAS. */
export const openblas: LibraryKind = {
  name: 'OpenBLAS',
  recognises: (library) => library.has('openblas_get_config'),
  start(library) {
    // Such as 'OpenBLAS 0.3.21 NO_LAPACKE DYNAMIC_ARCH NO_AFFINITY SkylakeX MAX_THREADS=64'; old ones omit their name.
    const build = library.function('openblas_get_config', 'str', [])() as string;
    if (build.includes('USE64BITINT')) {
      throw new Error('it is built with 64-bit integers; install the build with 32-bit ones');
    }
    library.function('openblas_set_num_threads', 'void', ['int'])(1);
    const core = library.has('openblas_get_corename')
      ? (library.function('openblas_get_corename', 'str', [])() as string)
      : undefined;
    const x86 = process.arch === 'x64' || process.arch === 'ia32';
    const manyProcessors = build.includes('DYNAMIC_ARCH');
    return {
      version: /\d+\.\d+[\w.]*/.exec(build)?.[0],
      core,
      // Other processors have kernels for products of any size that pack nothing.
      packsAbove: !x86 ? Infinity : manyProcessors ? smallProducts.manyProcessors : smallProducts.oneProcessor,
      worthwhile: /skylakex|cooperlake|sapphirerapids/i.test(core ?? '') ? withSmallKernels : withoutSmallKernels,
      transpose: library.has('cblas_somatcopy')
        ? { float32: transposeOf(library, 's', 'float'), float64: transposeOf(library, 'd', 'double') }
        : undefined,
    };
  },
};

function transposeOf(library: NativeLibrary, prefix: string, element: string): Transpose {
  const parameters = ['int', 'int', 'int', 'int', element, 'intptr_t', 'int', 'intptr_t', 'int'];
  const copy = library.function(`cblas_${prefix}omatcopy`, 'void', parameters);
  const [rowMajor, transposed] = [101, 112];
  return (rows, columns, source, sourceRow, target, targetRow) => {
    copy(rowMajor, transposed, rows, columns, 1, source, sourceRow, target, targetRow);
  };
}

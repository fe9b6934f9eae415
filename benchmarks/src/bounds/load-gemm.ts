import koffi from 'koffi';
import type { Products } from './matrix-products.js';
import type { Gemm } from './products.js';

/** The matrix product of a BLAS library, given by its file. */
export function loadGemm(library: string, dtype: Products['dtype']): Gemm {
  const [name, number] = dtype === 'float32' ? ['cblas_sgemm', 'float'] : ['cblas_dgemm', 'double'];
  const matrix = `const ${number} *`;
  const parameters = [...Array(6).fill('int'), number, matrix, 'int', matrix, 'int', number, `${number} *`, 'int'];
  return koffi.load(library).func(name, 'void', parameters) as unknown as Gemm;
}

import type { Transpose } from './libraries/details.js';
import type { NativeLibrary } from './native-library.js';

/** The transpose by the BLAS's own copies, of rows to columns or of columns to rows: whichever are fewer. */
export function copyTranspose(library: NativeLibrary, dtype: 'float32' | 'float64'): Transpose {
  const name = dtype === 'float32' ? 'cblas_scopy' : 'cblas_dcopy';
  const bytes = dtype === 'float32' ? 4 : 8;
  const copy = library.function(name, 'void', ['int', 'intptr_t', 'int', 'intptr_t', 'int']);
  return (rows, columns, source, sourceRow, target, targetRow) => {
    if (rows <= columns) {
      for (let row = 0; row < rows; row++) {
        copy(columns, source + row * sourceRow * bytes, 1, target + row * bytes, targetRow);
      }
    } else {
      for (let column = 0; column < columns; column++) {
        copy(rows, source + column * bytes, sourceRow, target + column * targetRow * bytes, 1);
      }
    }
  };
}

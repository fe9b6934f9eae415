import type { NativeLibrary } from '../native-library.js';
import { type LibraryKind, type Transpose, usuallyWorthwhile } from './details.js';

/** The values of MKL's header files. */
const interfaceWith32BitIntegers = 0;
const sequentialThreading = 1;
const reproducible = { automatic: 2, strict: 0x10000 };

/** Intel's oneMKL. */
export const mkl: LibraryKind = {
  name: 'MKL',
  recognises: (library) => library.has('MKL_Get_Version_String'),
  start(library) {
    const call = (name: string, ...values: number[]): unknown => {
      const parameters = values.map(() => 'int');
      return library.has(name) ? library.function(name, 'int', parameters)(...values) : undefined;
    };
    // Only the library that chooses its parts at run time, mkl_rt, has these two, and they come before all others.
    const layer = call('MKL_Set_Interface_Layer', interfaceWith32BitIntegers);
    call('MKL_Set_Threading_Layer', sequentialThreading);
    if (typeof layer === 'number' && layer % 2 === 1) {
      throw new Error('it is in use with 64-bit integers; unset MKL_INTERFACE_LAYER');
    }
    call('MKL_Set_Num_Threads', 1);
    call('MKL_Set_Num_Threads_Local', 1);
    // Otherwise its bits depend on how the operands are aligned. Not every processor has the strict mode.
    if (call('MKL_CBWR_Set', reproducible.automatic | reproducible.strict) !== 0) {
      call('MKL_CBWR_Set', reproducible.automatic);
    }
    return {
      version: /\d+(\.\d+)+/.exec(versionString(library))?.[0],
      packsAbove: Infinity,
      worthwhile: usuallyWorthwhile,
      transpose: library.has('MKL_Somatcopy')
        ? { float32: transposeOf(library, 'S', 'float'), float64: transposeOf(library, 'D', 'double') }
        : undefined,
    };
  },
};

function versionString(library: NativeLibrary): string {
  const text = new Uint8Array(256);
  library.function('MKL_Get_Version_String', 'void', ['void *', 'int'])(text, text.length);
  return new TextDecoder('latin1').decode(text);
}

function transposeOf(library: NativeLibrary, prefix: string, element: string): Transpose {
  const parameters = ['char', 'char', 'size_t', 'size_t', element, 'intptr_t', 'size_t', 'intptr_t', 'size_t'];
  const copy = library.function(`MKL_${prefix}omatcopy`, 'void', parameters);
  const [rowMajor, transposed] = ['R'.charCodeAt(0), 'T'.charCodeAt(0)] as const;
  return (rows, columns, source, sourceRow, target, targetRow) => {
    copy(rowMajor, transposed, rows, columns, 1, source, sourceRow, target, targetRow);
  };
}

import process from 'node:process';
import type { Ffi, NativeFunction } from './ffi.js';

/** A loaded library. */
export interface NativeLibrary {
  /** Its file, where the system tells; what it was asked for by otherwise. */
  readonly path: string;
  has(symbol: string): boolean;
  /** The function of that name, with C types. */
  function(name: string, result: string, parameters: readonly string[]): NativeFunction;
}

/**
 * Loads the library at a path, or of a name that the dynamic loader knows.
 *
 * @throws Error where there is none or it does not load
 */
export function loadLibrary(ffi: Ffi, name: string): NativeLibrary {
  const library = ffi.load(name);
  const has = (symbol: string): boolean => {
    try {
      library.symbol(symbol);
      return true;
    } catch {
      return false;
    }
  };
  return {
    path: has('cblas_sgemm') ? fileOf(ffi, library.symbol('cblas_sgemm'), name) : name,
    has,
    function: (symbol, result, parameters) => library.func(symbol, result, parameters),
  };
}

/** The file whose code is at an address. */
function fileOf(ffi: Ffi, address: bigint, otherwise: string): string {
  if (process.platform === 'win32') return otherwise;
  // struct Dl_info: four pointers, the first of which is the file's name.
  const information = new BigUint64Array(4);
  const dladdr = ffi.load(null).func('dladdr', 'int', ['intptr_t', 'void *']);
  const found = dladdr(Number(address), information);
  return found === 0 ? otherwise : ffi.decode.string(information[0] as bigint);
}

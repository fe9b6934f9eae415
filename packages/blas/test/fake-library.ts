import type { Ffi, NativeFunction } from '../src/ffi.js';
import type { NativeLibrary } from '../src/native-library.js';

export interface FakeLibrary extends NativeLibrary {
  /** Every call, in order: the function's name and its arguments. */
  readonly calls: readonly string[];
}

/** A library of these functions. */
export function fakeLibrary(functions: Readonly<Record<string, NativeFunction>>, path = '/fake/library'): FakeLibrary {
  const calls: string[] = [];
  return {
    path,
    calls,
    has: (symbol) => symbol in functions,
    function: (name) => {
      const given = functions[name];
      if (given === undefined) throw new Error(`no function ${name}`);
      return (...values) => {
        calls.push(`${name}(${values.join(', ')})`);
        return given(...values);
      };
    },
  };
}

/** A foreign function interface that loads these libraries, by path, and no others. */
export function fakeFfi(libraries: Readonly<Record<string, FakeLibrary>>): Ffi & { readonly asked: readonly string[] } {
  const asked: string[] = [];
  return {
    asked,
    load(path) {
      if (path === null) return { func: () => () => 0, symbol: () => 1n };
      asked.push(path);
      const library = libraries[path];
      if (library === undefined) throw new Error(`${path}: cannot open shared object file\nNo such file`);
      return {
        func: (name, result, parameters) => library.function(name, result, parameters),
        symbol(name) {
          if (!library.has(name)) throw new Error(`no symbol ${name}`);
          return 1n;
        },
      };
    },
    address: () => 64n,
    decode: { string: () => '' },
  };
}

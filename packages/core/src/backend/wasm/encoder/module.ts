import { assemble, type Bytes, type Code, nameBytes, unsigned, valueTypes, vector } from './code.js';
import type { FunctionReference } from './control.js';
import { type BuildBody, FunctionBuilder, type ModuleScope, type Signature } from './function.js';

/** The memory that a module imports, as `m.m`. Sizes are in pages of 64 KiB. */
export interface MemoryType {
  readonly minimum: number;
  /** Needed for shared memory. A module accepts a memory whose own maximum is at most this. */
  readonly maximum?: number;
  readonly shared?: boolean;
}

export interface ModuleOptions {
  /** Imports a table of functions, as `m.t`. */
  readonly table?: boolean;
  /** Without one the module has no memory. */
  readonly memory?: MemoryType;
  /** Whether code may use relaxed SIMD. */
  readonly relaxed?: boolean;
}

const MAGIC_AND_VERSION: Code = [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
const section = { type: 1, import: 2, function: 3, export: 7, code: 10 } as const;

/** Collects functions and encodes them as a WebAssembly module. */
export class ModuleBuilder implements ModuleScope {
  readonly relaxed: boolean;
  readonly #memory: MemoryType | undefined;
  readonly #table: boolean;
  readonly #functions: { readonly signature: Signature; code: Code }[] = [];
  readonly #exports: { readonly name: string; readonly reference: FunctionReference }[] = [];
  readonly #named = new Map<string, FunctionReference>();

  constructor({ memory, table = false, relaxed = false }: ModuleOptions = {}) {
    this.#memory = memory;
    this.#table = table;
    this.relaxed = relaxed;
  }

  /** Adds a function; while its body is made, it may call itself and define others. */
  define(signature: Signature, build: BuildBody): FunctionReference {
    const { reference, complete } = this.#declare(signature);
    complete(build);
    return reference;
  }

  /** The function of that name; adds it at the first request. */
  once(name: string, signature: Signature, build: BuildBody): FunctionReference {
    const known = this.#named.get(name);
    if (known !== undefined) return known;
    const { reference, complete } = this.#declare(signature);
    this.#named.set(name, reference);
    complete(build);
    return reference;
  }

  /** Adds a function that JavaScript can call. */
  export(name: string, signature: Signature, build: BuildBody): FunctionReference {
    const reference = this.define(signature, build);
    this.#exports.push({ name, reference });
    return reference;
  }

  /** The exported function of that name, and its signature. */
  exported(name: string): { readonly reference: FunctionReference; readonly signature: Signature } {
    const found = this.#exports.find((each) => each.name === name);
    const signature = this.#functions[found?.reference.index ?? -1]?.signature;
    if (found === undefined || signature === undefined) {
      throw new Error(`wasm module: nothing is exported as '${name}'`);
    }
    return { reference: found.reference, signature };
  }

  bytes(): Bytes {
    const imports = [this.#memory === undefined ? [] : [memoryImport(this.#memory)], this.#table ? [tableImport] : []];
    return assemble([
      MAGIC_AND_VERSION,
      encodeSection(section.type, vector(this.#functions.map(({ signature }) => functionType(signature)))),
      encodeSection(section.import, vector(imports.flat())),
      // Each function has its own type, of the same index.
      encodeSection(section.function, vector(this.#functions.map((_, index) => unsigned(index)))),
      encodeSection(
        section.export,
        vector(this.#exports.map(({ name, reference }) => [nameBytes(name), 0x00, unsigned(reference.index)])),
      ),
      encodeSection(section.code, vector(this.#functions.map(({ code }) => code))),
    ]);
  }

  #declare(signature: Signature): { reference: FunctionReference; complete: (build: BuildBody) => void } {
    const index = this.#functions.length;
    const entry = { signature, code: [] as Code };
    this.#functions.push(entry);
    return {
      reference: { index },
      complete: (build) => {
        const f = new FunctionBuilder(this, signature);
        entry.code = f.encode(build(f, ...f.parameters));
      },
    };
  }
}

function encodeSection(id: number, content: Code): Code {
  const bytes = assemble(content);
  return [id, unsigned(bytes.length), bytes];
}

function functionType({ parameters, results }: Signature): Code {
  return [
    0x60,
    vector(parameters.map((type) => [valueTypes[type]])),
    vector(results.map((type) => [valueTypes[type]])),
  ];
}

const tableImport: Code = [nameBytes('m'), nameBytes('t'), 0x01, 0x70, 0x00, 0x01];

function memoryImport({ minimum, maximum, shared = false }: MemoryType): Code {
  const flags = (maximum === undefined ? 0 : 1) | (shared ? 2 : 0);
  const limits = [flags, unsigned(minimum), maximum === undefined ? [] : unsigned(maximum)];
  return [nameBytes('m'), nameBytes('m'), 0x02, limits];
}

import { atomic, drop, f32x4, i32, ModuleBuilder, v128 } from './encoder/index.js';

/**
 * The part of the WebAssembly JavaScript interface that the backend uses. It is declared here because the package is
 * compiled without the types of any one platform.
 */
interface WebAssemblyInterface {
  validate(bytes: Uint8Array<ArrayBuffer>): boolean;
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
  readonly Instance: new (
    module: object,
    imports: { readonly m: { readonly m: WasmMemory; readonly t?: WasmTable } },
  ) => { readonly exports: WasmExports };
  readonly Memory: new (type: { initial: number; maximum?: number; shared?: boolean }) => WasmMemory;
  readonly Table: new (type: { element: 'anyfunc'; initial: number }) => WasmTable;
}

/** A linear memory. Growing one that is not shared detaches its old buffer. */
export interface WasmMemory {
  readonly buffer: ArrayBuffer | SharedArrayBuffer;
  /** Adds pages of 64 KiB; returns the old number. Throws a RangeError where there is no room. */
  grow(pages: number): number;
}

/** A table of functions that modules can call by their place. */
export interface WasmTable {
  readonly length: number;
  set(index: number, value: unknown): void;
  grow(count: number): number;
}

/** Exported functions by name. Numbers and, for 64-bit integers, bigints go in and out. */
export type WasmExports = Readonly<Record<string, (...values: readonly (number | bigint)[]) => number>>;

export interface MemorySize {
  /** Pages of 64 KiB. */
  readonly initial: number;
  readonly maximum?: number;
  readonly shared?: boolean;
}

export type Feature = 'simd' | 'relaxed-simd' | 'threads';

const platform = globalThis as { readonly WebAssembly?: WebAssemblyInterface };

export function createMemory({ initial, maximum, shared }: MemorySize): WasmMemory {
  return new (webAssembly().Memory)({
    initial,
    ...(maximum === undefined ? {} : { maximum }),
    ...(shared === undefined ? {} : { shared }),
  });
}

export function createTable(initial: number): WasmTable {
  return new (webAssembly().Table)({ element: 'anyfunc', initial });
}

/** Compiles and instantiates a module on a memory, synchronously. */
export function instantiate(bytes: Uint8Array<ArrayBuffer>, memory: WasmMemory, table?: WasmTable): WasmExports {
  const { Module, Instance } = webAssembly();
  return new Instance(new Module(bytes), { m: { m: memory, ...(table === undefined ? {} : { t: table }) } }).exports;
}

/** Whether this platform validates a module that uses the feature. */
export function supports(feature: Feature): boolean {
  if (platform.WebAssembly === undefined) return false;
  if (feature === 'threads' && typeof SharedArrayBuffer === 'undefined') return false;
  return platform.WebAssembly.validate(probes[feature]());
}

const probes: { readonly [Name in Feature]: () => Uint8Array<ArrayBuffer> } = {
  simd: () => probe(false),
  'relaxed-simd': () => probe(true),
  threads: () => {
    const module = new ModuleBuilder({ memory: { minimum: 1, maximum: 1, shared: true } });
    module.define({ parameters: [], results: ['i32'] }, () => atomic.load(i32.const(0)));
    return module.bytes();
  },
};

function probe(relaxed: boolean): Uint8Array<ArrayBuffer> {
  const module = new ModuleBuilder({ relaxed });
  module.define({ parameters: [], results: [] }, (f) => drop(f32x4.madd(f.module)(v128.zero, v128.zero, v128.zero)));
  return module.bytes();
}

function webAssembly(): WebAssemblyInterface {
  if (platform.WebAssembly === undefined) {
    throw new Error(
      "wasm backend: this platform has no WebAssembly; use referenceBackend from '@adjoint/core/reference'",
    );
  }
  return platform.WebAssembly;
}

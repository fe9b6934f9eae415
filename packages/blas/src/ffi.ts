import { createRequire } from 'node:module';
import process from 'node:process';

/** What is used of koffi. Declared here, so that this package type-checks where koffi is not installed. */
export interface Ffi {
  /** The library at a path or of a name that the dynamic loader knows; null is the process itself. */
  load(path: string | null): FfiLibrary;
  address(buffer: ArrayBufferLike | ArrayBufferView): bigint;
  readonly decode: { string(address: bigint): string };
}

export interface FfiLibrary {
  func(name: string, result: string, parameters: readonly string[]): NativeFunction;
  /** The address of a symbol; throws where there is none. */
  symbol(name: string): bigint;
}

/** Integers and addresses are numbers, buffers are passed by their address. */
export type NativeFunction = (...values: readonly (number | string | ArrayBufferView)[]) => unknown;

/**
 * The foreign function interface, koffi. It is an optional dependency: an installation without it stands, and this says
 * what is missing.
 *
 * @throws Error where it is not installed or has no binary for this platform
 */
export function requireFfi(): Ffi {
  try {
    return createRequire(import.meta.url)('koffi') as Ffi;
  } catch (cause) {
    const platform = `${process.platform} ${process.arch}`;
    throw new Error(
      `blas: native libraries are called through the package koffi, which does not load on ${platform}: ` +
        `${firstLine(cause)}; install it without --omit=optional: npm install koffi`,
      { cause },
    );
  }
}

/** The first line of an error's message. */
export function firstLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.split('\n', 1)[0] as string;
}

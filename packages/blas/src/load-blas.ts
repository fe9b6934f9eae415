import { readdirSync } from 'node:fs';
import process from 'node:process';
import type { Blas } from '@adjoint/core';
import { createBlas } from './create-blas.js';
import { detect } from './detect.js';
import { type Environment, withEnvironment } from './environment.js';
import { type Ffi, firstLine, requireFfi } from './ffi.js';
import { loadLibrary } from './native-library.js';
import { openblasCore, processorFlags } from './processor.js';

export interface BlasOptions {
  /**
   * The library's file, or its name for the dynamic loader; nothing else is tried then. Where it is not given, the
   * environment variable `ADJOINT_BLAS` takes its place. Empty is as good as unset.
   */
  readonly path?: string;
}

/** What was loaded before, by what was asked for: a library stays for the life of its thread. */
const loaded = new Map<string, Blas>();

/**
 * Loads a BLAS for the WASM backend: the library at a path, or the first of OpenBLAS, MKL, BLIS and, on macOS,
 * Accelerate that is there and works. Each thread loads its own; the library itself is in the process once.
 *
 * @throws Error that lists what was tried and how to install a library
 */
export function loadBlas(options: BlasOptions = {}): Blas {
  const path = options.path || process.env['ADJOINT_BLAS'] || '';
  const known = loaded.get(path);
  if (known !== undefined) return known;
  const ffi = requireFfi();
  const { platform, env } = process;
  const blas = withEnvironment(ffi, environmentOfLibraries(), () =>
    path === ''
      ? detect(ffi, { platform, environment: env, filesIn })
      : open(ffi, path, options.path ? 'the option path' : 'the environment variable ADJOINT_BLAS'),
  );
  loaded.set(path, blas);
  return blas;
}

function open(ffi: Ffi, path: string, origin: string): Blas {
  try {
    return createBlas(ffi, loadLibrary(ffi, path));
  } catch (cause) {
    throw new Error(`blas: '${path}', from ${origin}, is of no use: ${firstLine(cause)}`, { cause });
  }
}

/** What libraries shall find in the environment while they load. */
function environmentOfLibraries(): Environment {
  // In a virtual machine OpenBLAS may not know the processor and take kernels that are five times slower.
  const core = process.env['OPENBLAS_CORETYPE'] ?? openblasCore(processorFlags());
  return {
    ...(core === undefined ? {} : { OPENBLAS_CORETYPE: core }),
    // Otherwise it starts a thread for each core as it loads.
    OPENBLAS_NUM_THREADS: '1',
    VECLIB_MAXIMUM_THREADS: '1',
  };
}

function filesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

import { compiled } from './folders.js';
import type { Detected, System } from './system.js';

/**
 * Adjoint on each of its backends: the reference backend for small workloads alone, unless it is to do them all; BLAS where
 * a library loads, the one at a path if there is one.
 */
export async function detectAdjoint(
  referenceEverywhere: boolean,
  blasLibrary: string | undefined,
): Promise<Detected[]> {
  return [
    { ...system('adjoint-reference'), smallOnly: !referenceEverywhere },
    system('adjoint-wasm'),
    await detectBlas(blasLibrary),
  ];
}

function system(name: string, ...more: readonly string[]): System {
  const args = ['--expose-gc', compiled('./adjoint-child.js'), name, ...more];
  return { name, role: 'adjoint', command: process.execPath, args, versions: {} };
}

async function detectBlas(path: string | undefined): Promise<Detected> {
  const name = 'adjoint-blas';
  try {
    const { loadBlas } = await import('@adjoint/blas');
    const { library, core, path: file } = loadBlas(path === undefined ? {} : { path }).description;
    const versions = { blas: library, ...(core === undefined ? {} : { openblasCore: core }) };
    return { ...system(name, file), versions, blasLibrary: file };
  } catch (error) {
    return { name, reason: (error as Error).message.split('\n', 1)[0] as string };
  }
}

import { compiled } from '../systems/folders.js';
import type { Detected } from '../systems/system.js';

const withAdjoint = ['adjoint-wasm', 'adjoint-blas'];

/** What limits whom: the systems that can be no faster than a bound. */
const limits = {
  'bound-multiply-add': ['adjoint-wasm'],
  'bound-products': ['adjoint-blas', 'torch'],
  'bound-memory': withAdjoint,
  'bound-transcendentals': withAdjoint,
} as const satisfies Record<string, readonly string[]>;

export type Bound = keyof typeof limits;

/**
 * The bounds as systems: each computes only what a workload cannot do without. The bare products are there where a BLAS
 * library is, a file.
 */
export function boundSystems(blasLibrary: string | undefined): Detected[] {
  return Object.entries(limits).map(([name, limited]): Detected => {
    const args = [compiled('../bounds/child.js'), name];
    if (name === 'bound-products') {
      if (blasLibrary === undefined) return { name, reason: 'there is no BLAS library' };
      args.push(blasLibrary);
    }
    return { name, role: 'bound', command: process.execPath, args, versions: {}, limits: limited };
  });
}

import { readFileSync } from 'node:fs';
import process from 'node:process';

/** The extensions that each set of OpenBLAS's kernels is compiled for, the fastest first. */
const kernels = [
  { core: 'SKYLAKEX', needs: ['avx2', 'fma', 'avx512f', 'avx512cd', 'avx512dq', 'avx512bw', 'avx512vl'] },
  { core: 'HASWELL', needs: ['avx2', 'fma'] },
] as const;

/**
 * The `OPENBLAS_CORETYPE` that an x86-64 processor with these extensions can run; undefined for older ones, which
 * OpenBLAS recognises by itself. The names are the oldest ones for their kernels, so that every OpenBLAS knows them.
 */
export function openblasCore(flags: readonly string[]): string | undefined {
  return kernels.find(({ needs }) => needs.every((flag) => flags.includes(flag)))?.core;
}

/** The processor's extensions, as Linux names them; none where the system does not tell. */
export function processorFlags(): readonly string[] {
  if (process.platform !== 'linux' || process.arch !== 'x64') return [];
  try {
    return flagsIn(readFileSync('/proc/cpuinfo', 'latin1'));
  } catch {
    return [];
  }
}

/** The extensions that a text of the form of /proc/cpuinfo lists for its first processor. */
export function flagsIn(cpuinfo: string): readonly string[] {
  return /^flags\s*:\s*(.*)$/m.exec(cpuinfo)?.[1]?.trim().split(/\s+/) ?? [];
}

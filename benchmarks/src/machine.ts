import { readFileSync } from 'node:fs';
import { arch, availableParallelism, cpus, loadavg, platform, totalmem } from 'node:os';

/** Instruction sets that decide how fast arithmetic can be. */
const telling = ['avx2', 'fma', 'avx512f', 'neon', 'asimd'];

export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly instructions: string;
  readonly memoryGiB: number;
  readonly platform: string;
  /** The load when the run began: what else the machine was busy with. */
  readonly load: number;
}

export function describeMachine(flags: ReadonlySet<string> = processorFlags()): Machine {
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    instructions: telling.filter((flag) => flags.has(flag)).join(' ') || 'unknown',
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    platform: `${platform()}-${arch()}`,
    load: Number(loadavg()[0]?.toFixed(1)),
  };
}

/** What the processor can do, as Linux tells; nothing elsewhere. */
export function processorFlags(): Set<string> {
  try {
    const line = readFileSync('/proc/cpuinfo', 'utf8').match(/^(?:flags|Features)\s*:(.*)$/m);
    return new Set(line?.[1]?.trim().split(/\s+/));
  } catch {
    return new Set();
  }
}

/** Kernels of OpenBLAS that use registers of 512 and of 256 bits; the others are older, or made for no processor. */
const cores512 = /skylakex|cooperlake|sapphirerapids/i;
const cores256 = /haswell|zen|excavator/i;

/**
 * The core type to force on OpenBLAS, or undefined where it needs no help: it knows processors by model, and falls back
 * to slower kernels where it does not know the model, as on a virtual machine.
 */
export function openblasCoreType(flags: ReadonlySet<string>, reported: string | undefined): string | undefined {
  if (reported === undefined || cores512.test(reported)) return undefined;
  if (['avx512f', 'avx512vl', 'avx512bw', 'avx512dq'].every((flag) => flags.has(flag))) return 'SKYLAKEX';
  return flags.has('avx2') && flags.has('fma') && !cores256.test(reported) ? 'HASWELL' : undefined;
}

/**
 * The environment of every system: so many threads, and the same kernels for all that use OpenBLAS, which are the ones
 * that the user chose, or those that OpenBLAS needs help to find, or those that it found.
 */
export function environmentFor(
  threads: number,
  flags: ReadonlySet<string>,
  reportedCore: string | undefined,
  base: NodeJS.ProcessEnv = process.env,
): NodeJS.ProcessEnv {
  const core = base['OPENBLAS_CORETYPE'] ?? openblasCoreType(flags, reportedCore) ?? reportedCore;
  return { ...base, ...threadVariables(threads), ...(core === undefined ? {} : { OPENBLAS_CORETYPE: core }) };
}

/** What tells libraries how many threads they have. */
export function threadVariables(threads: number): Record<string, string> {
  const count = String(threads);
  return { OPENBLAS_NUM_THREADS: count, OMP_NUM_THREADS: count, MKL_NUM_THREADS: count };
}

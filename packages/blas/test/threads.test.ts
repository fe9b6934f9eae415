import { execFileSync } from 'node:child_process';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { findBlas } from '../src/index.js';
import { openblasCore, processorFlags } from '../src/processor.js';
import type { ProcessReport } from './thread-report.js';

const program = fileURLToPath(new URL('thread-report.ts', import.meta.url));

/** Runs a process in which the BLAS is first loaded by the main thread or by a worker. */
function run(order: 'main-first' | 'workers-first', coreType?: string): ProcessReport {
  const env = { ...process.env, OPENBLAS_CORETYPE: coreType, OPENBLAS_NUM_THREADS: undefined };
  return JSON.parse(execFileSync(process.execPath, [program, order], { env, encoding: 'utf8' })) as ProcessReport;
}

const library = findBlas()?.description.library ?? '';
const core = openblasCore(processorFlags());
const orders = ['main-first', 'workers-first'] as const;

const title = library === '' ? 'skipped: this machine has no BLAS' : library;
describe.skipIf(library === '')(`threads (${title})`, () => {
  it.each(orders)('compute the same, one after another and at once (%s)', (order) => {
    const { main, workers } = run(order);
    const [first, ...others] = [...main, ...workers];
    expect(others).toHaveLength(order === 'main-first' ? 3 : 2);
    expect(first?.product.some((value) => value !== 0)).toBe(true);
    for (const other of others) expect(other).toEqual(first);
  });

  it.each(orders)('leave the environment as it was (%s)', (order) => {
    const { environment } = run(order);
    expect(environment).toEqual({
      OPENBLAS_CORETYPE: null,
      OPENBLAS_NUM_THREADS: null,
      VECLIB_MAXIMUM_THREADS: null,
    });
  });

  it('are none of the library’s own', () => {
    const { threads } = run('main-first');
    expect(threads === null || threads === 0).toBe(true);
  });
});

const mendable = library.startsWith('OpenBLAS') && core !== undefined;
const reason = mendable ? core : 'skipped: this machine has no OpenBLAS, or a processor that it recognises';
describe.skipIf(!mendable)(`the core of OpenBLAS (${reason})`, () => {
  it.each(orders)('is the one that the processor can run (%s)', (order) => {
    const { main, workers } = run(order);
    for (const report of [...main, ...workers]) expect(report.core?.toUpperCase()).toBe(core);
  });

  it.each(orders)('is the one that the user asks for, if any (%s)', (order) => {
    const { main, workers, environment } = run(order, 'NEHALEM');
    for (const report of [...main, ...workers]) expect(report.core).toBe('Nehalem');
    expect(environment['OPENBLAS_CORETYPE']).toBe('NEHALEM');
  });
});

import * as core from '@adjoint/core';
import * as fc from 'fast-check';
import { describe, it } from 'vitest';
import type { Call, Entry } from './entry.js';
import { checkDTypes, laws, showCall } from './laws.js';

/**
 * In CI the same calls are drawn each time; elsewhere every run draws others. A failure reports its seed, with which
 * PROOF_SEED repeats it.
 */
export const seed: number = Number(process.env['PROOF_SEED'] ?? (process.env['CI'] ? 0 : Date.now() % 2 ** 31));

/** PROOF_EFFORT=20 draws twenty times as many calls. */
export const effort: number = Number(process.env['PROOF_EFFORT'] ?? 1);

/** How an op is exported; the alias of a reserved word's function is the shorter name. */
export function nameOf(op: unknown): string {
  const name = Object.entries(core)
    .filter(([, value]) => value === op)
    .map(([each]) => each)
    .sort((a, b) => a.length - b.length)[0];
  if (name === undefined) throw new Error(`${String(op)} is not exported by @adjoint/core`);
  return name;
}

/** One suite an entry, one test a law. */
export function prove(entries: readonly Entry[]): void {
  for (const entry of entries) {
    const name = nameOf(entry.op);
    const calls = entry.calls.map((call) => printable(call));
    describe(entry.variant === undefined ? name : `${name} ${entry.variant}`, () => {
      for (const law of laws) {
        if (!law.appliesTo(entry)) continue;
        it(law.name, () => {
          const property = fc.property(calls, fc.nat({ max: 999 }), (call, choice) => law.check(call, choice, entry));
          fc.assert(property, { seed, numRuns: 12 * effort, includeErrorInReport: true });
        });
      }
      it('takes the dtypes that it promises to take', () => {
        const property = fc.property(calls, (call) => checkDTypes(name, call));
        fc.assert(property, { seed, numRuns: 3 * effort, includeErrorInReport: true });
      });
    });
  }
}

function printable(call: Call): Call {
  return Object.defineProperty({ ...call }, fc.toStringMethod, { value: () => showCall(call) });
}

import { useBackend } from '@adjoint/core';
import { referenceBackend } from '@adjoint/core/reference';
import { beforeAll, describe, expect, it } from 'vitest';
import { benchmarks, type Problem } from '../src/problems.js';
import { sweeps } from '../src/scaling/sweeps.js';
import { prepareWorkload } from '../src/workloads/index.js';

const sizes = [6, 5, 4] as const;

/** One of each kind, as small as it can be and still do everything. */
const tiny: readonly Problem[] = [
  { kind: 'gemm', size: 5, dtype: 'float32', sets: 2 },
  { kind: 'gemm', size: 5, dtype: 'float64', sets: 2 },
  { kind: 'mlp', sizes, batch: 3, sets: 2 },
  { kind: 'elementwise', elements: 10, sets: 2 },
  { kind: 'softmax-ce', rows: 3, classes: 7, sets: 2 },
  { kind: 'scalar', ops: 10, sets: 2 },
  { kind: 'rnn-small', steps: 3, width: 4, sets: 2 },
  { kind: 'dynamic', leaves: 5, width: 3, sets: 2 },
  { kind: 'hvp', sizes, batch: 3, sets: 2 },
  { kind: 'infer-mlp', sizes, batch: 3, sets: 2 },
  { kind: 'copy-out', elements: 10, sets: 2 },
  { kind: 'rotation', ops: 4, structures: 3, sets: 2 },
];

beforeAll(() => useBackend(referenceBackend));

describe('the workloads of Adjoint', () => {
  it('are tried here, every kind', () => {
    const used = [...benchmarks.map(({ problem }) => problem), ...sweeps.map(({ problem }) => problem(1))];
    expect(new Set(tiny.map(({ kind }) => kind))).toEqual(new Set(used.map(({ kind }) => kind)));
  });

  it.each(tiny.map((problem) => [problem.kind, problem] as const))(
    '%s gives finite results that differ',
    async (_, problem) => {
      const workload = await prepareWorkload(problem);
      const seen = [];
      workload.arrange?.(0, 2);
      for (let turn = 0; turn < 2; turn++) {
        await workload.run(turn);
        const readings = await workload.read();
        expect(Object.keys(readings).length).toBeGreaterThan(0);
        for (const reading of Object.values(readings)) {
          expect(reading).not.toBe(0);
          expect(Number.isFinite(reading)).toBe(true);
        }
        seen.push(readings);
      }
      expect(seen[0]).not.toEqual(seen[1]);
    },
  );

  it('has names that differ', () => {
    const names = benchmarks.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });
});

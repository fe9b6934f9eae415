import { describe, expect, it } from 'vitest';
import { formatMs } from '../src/format.js';
import { hasErrors, type Report, render, toJson } from '../src/report.js';
import type { System } from '../src/systems/system.js';

const system = (name: string, role: System['role']): System => ({ name, role, command: '', args: [], versions: {} });
const row = (workload: string, name: string, medianMs: number) => ({
  workload,
  system: name,
  medianMs,
  minMs: 1,
  rounds: 5,
});

const report: Report = {
  machine: { cpu: 'an abacus', threads: 1 },
  versions: { node: '24.0.0' },
  systems: [system('adjoint-wasm', 'adjoint'), system('adjoint-blas', 'adjoint'), system('torch', 'peer')],
  missing: [{ name: 'tfjs', reason: 'not installed' }],
  outcomes: [
    row('gemm', 'adjoint-wasm', 4),
    row('gemm', 'adjoint-blas', 2),
    row('gemm', 'torch', 5),
    row('scalar', 'adjoint-wasm', 0.5),
    { workload: 'scalar', system: 'adjoint-blas', reason: 'no matrix' },
    { workload: 'scalar', system: 'torch', error: 'differs' },
  ],
  notes: ['a note'],
};

describe('render', () => {
  const text = render(report);

  it('gives medians, and ratios to the best of Adjoint', () => {
    expect(text).toContain('| gemm           |  4.00 (2.00×) | 2.00 (1.00×) | 5.00 (2.50×) |');
    expect(text).toContain('| scalar         | 0.500 (1.00×) |            – |        error |');
    expect(text).toContain('| geometric mean |       (1.41×) |      (1.00×) |      (2.50×) |');
  });

  it('says why cells are empty', () => {
    expect(text).toContain('Errors:\n- torch, scalar: differs');
    expect(text).toContain('- tfjs: not installed');
    expect(text).toContain('- adjoint-blas, scalar: no matrix');
    expect(text).toContain('cnn, gpt, lstm');
    expect(text).toContain('- a note');
  });

  it('holds systems to PyTorch and to their bounds, which are in no other table', () => {
    const systems = [...report.systems, { ...system('bound-products', 'bound'), limits: ['adjoint-blas', 'torch'] }];
    const bounded = render({ ...report, systems, outcomes: [...report.outcomes, row('gemm', 'bound-products', 1.6)] });
    expect(bounded).toContain(
      '| gemm     | adjoint-wasm | 4.00 |    0.80× | –              |    – |            – |       – |',
    );
    expect(bounded).toContain(
      '| gemm     | adjoint-blas | 2.00 |    0.40× | bound-products | 1.60 |        1.25× |    80 % |',
    );
    expect(bounded.match(/bound-products/g)).toHaveLength(2);
  });

  it('tells of memory', () => {
    const memory = { steps: 2000, peakBytes: 3 * 2 ** 20, linearGrowth: 0, heapGrowth: null };
    const outcomes = [{ ...row('memory', 'torch', 4), memory }];
    expect(render({ ...report, outcomes })).toContain(
      'torch: peak 3 MiB resident; over the second half of 2000 steps linear memory grew by 0.00 %, heap and external by unknown',
    );
  });
});

describe('toJson', () => {
  it('has a row for each figure, and a gap for each other cell', () => {
    const { machine, versions, rows, gaps } = toJson(report);
    expect(machine).toEqual(report.machine);
    expect(versions).toEqual({ node: '24.0.0' });
    expect(rows).toHaveLength(4);
    expect(rows[0]).toEqual({ workload: 'gemm', system: 'adjoint-wasm', medianMs: 4, minMs: 1, rounds: 5 });
    expect(gaps.map((gap) => gap.system)).toEqual(['tfjs', 'adjoint-blas', 'torch']);
  });
});

it('a report knows whether something went wrong', () => {
  expect(hasErrors(report)).toBe(true);
  expect(hasErrors({ ...report, outcomes: report.outcomes.slice(0, 5) })).toBe(false);
});

it.each([
  [1234.5, '1235'],
  [99.94, '99.9'],
  [5, '5.00'],
  [0.01234, '0.0123'],
])('formatMs gives %f three digits: %s', (ms, text) => {
  expect(formatMs(ms)).toBe(text);
});

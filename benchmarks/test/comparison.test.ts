import { describe, expect, it } from 'vitest';
import { comparisons } from '../src/comparison.js';
import type { System } from '../src/systems/system.js';

const system = (name: string, role: System['role'], limits?: readonly string[]): System => ({
  name,
  role,
  command: '',
  args: [],
  versions: {},
  ...(limits === undefined ? {} : { limits }),
});
const row = (workload: string, name: string, medianMs: number) => ({
  workload,
  system: name,
  medianMs,
  minMs: 1,
  rounds: 5,
});

const systems = [
  { ...system('adjoint-reference', 'adjoint'), smallOnly: true },
  system('adjoint-wasm', 'adjoint'),
  system('torch', 'peer'),
  system('tfjs', 'peer'),
  system('bound-a', 'bound', ['adjoint-wasm']),
  system('bound-b', 'bound', ['adjoint-wasm']),
  system('bound-c', 'bound', ['torch']),
];

describe('comparisons', () => {
  it('hold Adjoint to PyTorch, and everyone to the slowest of their bounds', () => {
    const times = {
      'adjoint-reference': 90,
      'adjoint-wasm': 6,
      torch: 4,
      tfjs: 9,
      'bound-a': 2,
      'bound-b': 3,
      'bound-c': 1,
    };
    const rows = Object.entries(times).map(([name, ms]) => row('gemm', name, ms));
    const [wasm, torch, ...others] = comparisons(systems, rows);
    expect(wasm).toEqual({ row: rows[1], ofTorch: 1.5, bound: rows[5] });
    expect(torch).toEqual({ row: rows[2], ofTorch: undefined, bound: rows[6] });
    expect(others).toEqual([]);
  });

  it('leave out what has nothing beside it', () => {
    const outcomes = [
      row('scalar', 'adjoint-wasm', 1),
      { workload: 'scalar', system: 'torch', error: 'differs' },
      row('hvp', 'torch', 1),
    ];
    expect(comparisons(systems, outcomes)).toEqual([]);
  });
});

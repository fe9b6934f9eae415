import { describe, expect, it } from 'vitest';
import { describeMachine, environmentFor, openblasCoreType } from '../src/machine.js';

const avx2 = new Set(['avx2', 'fma']);
const avx512 = new Set([...avx2, 'avx512f', 'avx512vl', 'avx512bw', 'avx512dq']);

describe('openblasCoreType', () => {
  it('helps where OpenBLAS misreads the processor', () => {
    expect(openblasCoreType(avx512, 'Prescott')).toBe('SKYLAKEX');
    expect(openblasCoreType(avx2, 'Prescott')).toBe('HASWELL');
    expect(openblasCoreType(new Set(['avx512f', ...avx2]), 'Core2')).toBe('HASWELL');
    expect(openblasCoreType(avx512, 'Haswell')).toBe('SKYLAKEX');
  });

  it('leaves it alone elsewhere', () => {
    expect(openblasCoreType(avx2, 'Zen')).toBeUndefined();
    expect(openblasCoreType(avx512, 'SkylakeX')).toBeUndefined();
    expect(openblasCoreType(new Set(['sse2']), 'Prescott')).toBeUndefined();
    expect(openblasCoreType(avx512, undefined)).toBeUndefined();
  });
});

describe('environmentFor', () => {
  it('sets the threads of every library, and the core that OpenBLAS found', () => {
    expect(environmentFor(2, avx2, 'Zen', { HOME: 'here' })).toEqual({
      HOME: 'here',
      OPENBLAS_NUM_THREADS: '2',
      OMP_NUM_THREADS: '2',
      MKL_NUM_THREADS: '2',
      OPENBLAS_CORETYPE: 'Zen',
    });
    expect(environmentFor(1, avx2, undefined, {})).not.toHaveProperty('OPENBLAS_CORETYPE');
  });

  it('lets the user choose the core', () => {
    expect(environmentFor(1, avx2, 'Prescott', {})['OPENBLAS_CORETYPE']).toBe('HASWELL');
    expect(environmentFor(1, avx2, 'Prescott', { OPENBLAS_CORETYPE: 'ZEN' })['OPENBLAS_CORETYPE']).toBe('ZEN');
  });
});

it('a machine is described without a guess', () => {
  expect(describeMachine(new Set())).toMatchObject({ instructions: 'unknown', cores: expect.any(Number) });
});

import { describe, expect, it } from 'vitest';
import { flagsIn, openblasCore } from '../src/processor.js';

const avx2 = ['sse4_2', 'avx', 'avx2', 'fma'];
const avx512 = [...avx2, 'avx512f', 'avx512cd', 'avx512dq', 'avx512bw', 'avx512vl'];

describe('openblasCore', () => {
  it('takes the AVX-512 kernels where every extension that they use is there', () => {
    expect(openblasCore(avx512)).toBe('SKYLAKEX');
    expect(openblasCore([...avx512, 'avx512_bf16', 'amx_tile'])).toBe('SKYLAKEX');
    for (const missing of avx512.slice(4)) {
      expect(openblasCore(avx512.filter((flag) => flag !== missing))).toBe('HASWELL');
    }
  });

  it('takes the AVX2 kernels where there are multiply-adds too', () => {
    expect(openblasCore(avx2)).toBe('HASWELL');
    expect(openblasCore(avx2.filter((flag) => flag !== 'fma'))).toBeUndefined();
    expect(openblasCore(avx512.filter((flag) => flag !== 'avx2'))).toBeUndefined();
  });

  it('leaves other processors to OpenBLAS', () => {
    expect(openblasCore(['sse2', 'avx'])).toBeUndefined();
    expect(openblasCore([])).toBeUndefined();
  });
});

describe('flagsIn', () => {
  it("reads the first processor's extensions", () => {
    const text = 'processor\t: 0\nmodel name\t: A\nflags\t\t: fpu avx2 fma\nbugs\t: x\n\nprocessor\t: 1\nflags\t: y\n';
    expect(flagsIn(text)).toEqual(['fpu', 'avx2', 'fma']);
  });

  it('finds none in texts of other forms', () => {
    expect(flagsIn('')).toEqual([]);
    expect(flagsIn('Features\t: fp asimd\n')).toEqual([]);
  });
});

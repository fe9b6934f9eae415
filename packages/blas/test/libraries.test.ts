import { describe, expect, it } from 'vitest';
import { createBlas } from '../src/create-blas.js';
import type { NativeFunction } from '../src/ffi.js';
import { blis } from '../src/libraries/blis.js';
import { kindOf } from '../src/libraries/index.js';
import { mkl } from '../src/libraries/mkl.js';
import { openblas } from '../src/libraries/openblas.js';
import { fakeFfi, fakeLibrary } from './fake-library.js';

const nothing: NativeFunction = () => 0;

const openblasFunctions = (build: string, core = 'Haswell'): Record<string, NativeFunction> => ({
  openblas_get_config: () => build,
  openblas_get_corename: () => core,
  openblas_set_num_threads: nothing,
  cblas_somatcopy: nothing,
  cblas_domatcopy: nothing,
});

const blisFunctions = (integerBits: number, core: string): Record<string, NativeFunction> => ({
  bli_info_get_version_str: () => '0.9.0',
  bli_info_get_blas_int_type_size: () => integerBits,
  bli_thread_set_num_threads: nothing,
  bli_arch_query_id: () => 3,
  bli_arch_string: () => core,
});

const mklFunctions = (layer: number): Record<string, NativeFunction> => ({
  MKL_Get_Version_String(buffer) {
    const text = 'Intel(R) oneAPI Math Kernel Library Version 2024.2-Product Build 20240605';
    (buffer as Uint8Array).set(new TextEncoder().encode(text));
    return 0;
  },
  MKL_Set_Interface_Layer: () => layer,
  MKL_Set_Threading_Layer: () => 1,
  MKL_Set_Num_Threads: nothing,
  MKL_Set_Num_Threads_Local: nothing,
  MKL_CBWR_Set: (mode) => (Number(mode) > 0xffff ? -2 : 0),
});

describe('the kinds of libraries', () => {
  it('are told apart by their functions', () => {
    expect(kindOf(fakeLibrary({ openblas_get_config: nothing })).name).toBe('OpenBLAS');
    expect(kindOf(fakeLibrary({ MKL_Get_Version_String: nothing })).name).toBe('MKL');
    expect(kindOf(fakeLibrary({ bli_info_get_version_str: nothing })).name).toBe('BLIS');
    expect(kindOf(fakeLibrary({}, '/System/Library/Frameworks/Accelerate.framework/Accelerate')).name).toBe(
      'Accelerate',
    );
    expect(kindOf(fakeLibrary({ cblas_sgemm: nothing })).name).toBe('CBLAS');
  });
});

describe('OpenBLAS', () => {
  const many = 'OpenBLAS 0.3.21 NO_LAPACKE DYNAMIC_ARCH NO_AFFINITY SkylakeX MAX_THREADS=64';

  it('computes on one thread and tells its version and core', () => {
    const library = fakeLibrary(openblasFunctions(many, 'SkylakeX'));
    expect(openblas.start(library)).toMatchObject({ version: '0.3.21', core: 'SkylakeX' });
    expect(library.calls).toContain('openblas_set_num_threads(1)');
  });

  it('is taken for smaller products where it has kernels for them', () => {
    const small = openblas.start(fakeLibrary(openblasFunctions(many, 'SkylakeX'))).worthwhile;
    const other = openblas.start(fakeLibrary(openblasFunctions(many, 'Haswell'))).worthwhile;
    expect(small.products).toBeLessThan(other.products);
    expect(small.rows).toBeLessThan(other.rows);
  });

  it('reads operands where they are up to other sizes where it was built for one processor', () => {
    const one = openblas.start(fakeLibrary(openblasFunctions('OpenBLAS 0.3.21 NO_AFFINITY SkylakeX')));
    const any = openblas.start(fakeLibrary(openblasFunctions(many)));
    expect(one.packsAbove).toBeGreaterThanOrEqual(any.packsAbove);
  });

  it('is refused where it counts in 64 bits', () => {
    const library = fakeLibrary(openblasFunctions('OpenBLAS 0.3.21  USE64BITINT DYNAMIC_ARCH Haswell'));
    expect(() => openblas.start(library)).toThrow('64-bit integers; install the build with 32-bit ones');
  });

  it('does without what old versions do not tell', () => {
    const { openblas_get_config, openblas_set_num_threads } = openblasFunctions('NO_LAPACK Haswell');
    const library = fakeLibrary({ openblas_get_config, openblas_set_num_threads } as Record<string, NativeFunction>);
    expect(openblas.start(library)).toMatchObject({ version: undefined, core: undefined, transpose: undefined });
  });
});

describe('MKL', () => {
  it('chooses 32-bit integers and no threads before anything else', () => {
    const library = fakeLibrary(mklFunctions(0));
    expect(mkl.start(library)).toMatchObject({ version: '2024.2' });
    expect(library.calls.slice(0, 2)).toEqual(['MKL_Set_Interface_Layer(0)', 'MKL_Set_Threading_Layer(1)']);
    expect(library.calls).toContain('MKL_Set_Num_Threads(1)');
  });

  it('computes the same bits wherever operands are, strictly where the processor can', () => {
    const library = fakeLibrary(mklFunctions(0));
    mkl.start(library);
    expect(library.calls.filter((call) => call.startsWith('MKL_CBWR_Set'))).toEqual([
      `MKL_CBWR_Set(${0x10002})`,
      'MKL_CBWR_Set(2)',
    ]);
    const strict = fakeLibrary({ ...mklFunctions(0), MKL_CBWR_Set: nothing });
    mkl.start(strict);
    expect(strict.calls.filter((call) => call.startsWith('MKL_CBWR_Set'))).toEqual([`MKL_CBWR_Set(${0x10002})`]);
  });

  it('is refused where the process uses it with 64-bit integers', () => {
    expect(() => mkl.start(fakeLibrary(mklFunctions(1)))).toThrow('64-bit integers; unset MKL_INTERFACE_LAYER');
  });

  it('needs no choice where it was linked with one', () => {
    const { MKL_Get_Version_String } = mklFunctions(0);
    const library = fakeLibrary({ MKL_Get_Version_String } as Record<string, NativeFunction>);
    expect(mkl.start(library).version).toBe('2024.2');
  });
});

describe('BLIS', () => {
  it('computes on one thread and tells its version and core', () => {
    const library = fakeLibrary(blisFunctions(32, 'zen3'));
    expect(blis.start(library)).toMatchObject({ version: '0.9.0', core: 'zen3' });
    expect(library.calls).toContain('bli_thread_set_num_threads(1)');
    expect(library.calls).toContain('bli_arch_string(3)');
  });

  it('is refused where it counts in 64 bits', () => {
    expect(() => blis.start(fakeLibrary(blisFunctions(64, 'zen3')))).toThrow('built with 64-bit integers');
  });

  it('is refused where it does not know the processor', () => {
    expect(() => blis.start(fakeLibrary(blisFunctions(32, 'generic')))).toThrow('does not know this processor');
  });
});

describe('createBlas', () => {
  const ffi = fakeFfi({});
  const cblas = { cblas_sgemm: nothing, cblas_dgemm: nothing, cblas_scopy: nothing, cblas_dcopy: nothing };

  it('refuses what is no BLAS', () => {
    expect(() => createBlas(ffi, fakeLibrary({ sin: nothing }))).toThrow('has no cblas_sgemm: it is no BLAS');
    expect(() => createBlas(ffi, fakeLibrary({ cblas_sgemm: nothing }))).toThrow('has no cblas_dgemm');
  });

  it('refuses one whose functions count in 64 bits', () => {
    const library = fakeLibrary({ cblas_sgemm64_: nothing });
    expect(() => createBlas(ffi, library)).toThrow(
      'it has cblas_sgemm64_, for 64-bit integers, in place of cblas_sgemm',
    );
  });

  it('refuses one that computes something else', () => {
    expect(() => createBlas(ffi, fakeLibrary(cblas))).toThrow(
      'its product of [1 2; 3 4] and [5 6; 7 8] is 0, 0, 0, 0, not 19, 22, 43, 50',
    );
  });
});

import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { findBlas, loadBlas } from '../src/index.js';

/** A library that every process of this system has and that multiplies no matrices. */
const noBlas =
  { darwin: '/usr/lib/libSystem.B.dylib', win32: 'kernel32.dll' }[process.platform as string] ?? 'libm.so.6';
const missing = join(tmpdir(), 'adjoint-no-such-library.so');

afterEach(() => {
  vi.unstubAllEnvs();
});

describe('loadBlas', () => {
  it('says which path failed, where it came from and why', () => {
    expect(() => loadBlas({ path: missing })).toThrow(`blas: '${missing}', from the option path, is of no use: `);
    expect(() => loadBlas({ path: noBlas })).toThrow(
      `it has no cblas_sgemm: it is no BLAS, or one without the C interface`,
    );
  });

  it('refuses a file that is no library', () => {
    const file = join(tmpdir(), `adjoint-blas-${process.pid}.txt`);
    writeFileSync(file, 'no library');
    expect(() => loadBlas({ path: file })).toThrow(`blas: '${file}', from the option path, is of no use: `);
  });

  it('takes the path of the environment variable where no option is given, and then nothing else', () => {
    vi.stubEnv('ADJOINT_BLAS', missing);
    expect(() => loadBlas()).toThrow(`blas: '${missing}', from the environment variable ADJOINT_BLAS, is of no use: `);
    expect(() => loadBlas({ path: noBlas })).toThrow('from the option path');
    expect(() => loadBlas({ path: '' })).toThrow('from the environment variable ADJOINT_BLAS');
  });

  it('leaves the environment as it was', () => {
    vi.stubEnv('OPENBLAS_NUM_THREADS', '3');
    expect(() => loadBlas({ path: missing })).toThrow();
    expect(process.env['OPENBLAS_NUM_THREADS']).toBe('3');
    expect('VECLIB_MAXIMUM_THREADS' in process.env).toBe(false);
  });
});

describe('findBlas', () => {
  it('finds nothing where loadBlas throws', () => {
    expect(findBlas({ path: missing })).toBeUndefined();
    expect(findBlas({ path: noBlas })).toBeUndefined();
  });

  it('loads once', () => {
    expect(findBlas()).toBe(findBlas());
    expect(findBlas({ path: '' })).toBe(findBlas());
  });
});

import process from 'node:process';
import { describe, expect, it } from 'vitest';
import { withEnvironment } from '../src/environment.js';
import type { Ffi } from '../src/ffi.js';

/** The main thread needs none. */
const ffi = {} as Ffi;
const current = (): (string | undefined)[] => ['BLAS_TEST_SET', 'BLAS_TEST_UNSET'].map((name) => process.env[name]);

describe('withEnvironment', () => {
  it('sets variables during the call and puts back what there was', () => {
    process.env['BLAS_TEST_SET'] = 'before';
    delete process.env['BLAS_TEST_UNSET'];
    const during = withEnvironment(ffi, { BLAS_TEST_SET: 'a', BLAS_TEST_UNSET: 'b' }, current);
    expect(during).toEqual(['a', 'b']);
    expect(current()).toEqual(['before', undefined]);
    expect('BLAS_TEST_UNSET' in process.env).toBe(false);
  });

  it('puts it back after an error', () => {
    process.env['BLAS_TEST_SET'] = 'before';
    const fail = (): never => {
      throw new Error('inside');
    };
    expect(() => withEnvironment(ffi, { BLAS_TEST_SET: 'a', BLAS_TEST_UNSET: 'b' }, fail)).toThrow('inside');
    expect(current()).toEqual(['before', undefined]);
  });
});

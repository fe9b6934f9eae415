import { describe, expect, it } from 'vitest';
import { detect } from '../src/detect.js';
import { fakeFfi, fakeLibrary } from './fake-library.js';

const machine = (platform: string) => ({ platform, environment: {}, filesIn: () => [] });

function messageOf(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('nothing was thrown');
}

describe('detect', () => {
  it('tries every candidate in order, and says so with the reasons and the remedy', () => {
    const ffi = fakeFfi({ 'libopenblas.so': fakeLibrary({ sin: () => 0 }) });
    const message = messageOf(() => detect(ffi, machine('linux')));
    expect(ffi.asked.slice(0, 2)).toEqual(['libopenblas.so.0', 'libopenblas.so']);
    expect(ffi.asked).toEqual(expect.arrayContaining(['libmkl_rt.so.2', 'libblis.so.4']));
    const [first, ...lines] = message.split('\n');
    expect(first).toBe('blas: no BLAS library was found; tried, in this order:');
    expect(lines[0]).toBe('  OpenBLAS: libopenblas.so.0: libopenblas.so.0: cannot open shared object file');
    expect(lines[1]).toBe(
      '  OpenBLAS: libopenblas.so: it has no cblas_sgemm: it is no BLAS, or one without the C interface',
    );
    expect(lines.at(-1)).toContain('apt install libopenblas0-pthread (Debian, Ubuntu)');
    expect(lines.at(-1)).toContain('ADJOINT_BLAS');
    expect(lines).toHaveLength(ffi.asked.length + 1);
  });

  it('names the remedy of each system', () => {
    expect(messageOf(() => detect(fakeFfi({}), machine('darwin')))).toContain('brew install openblas');
    expect(messageOf(() => detect(fakeFfi({}), machine('win32')))).toContain('add its bin folder to PATH');
    expect(messageOf(() => detect(fakeFfi({}), machine('aix')))).toContain('Install OpenBLAS. Or name a library');
  });
});

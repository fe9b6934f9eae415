import { describe, expect, it } from 'vitest';
import { candidates, type Machine } from '../src/candidates.js';

function names(machine: Partial<Machine> & { readonly platform: string }, library: string): string[] {
  const all = candidates({ environment: {}, filesIn: () => [], ...machine });
  return all.filter((candidate) => candidate.library === library).map(({ name }) => name);
}

const libraries = (platform: string): string[] => [
  ...new Set(candidates({ platform, environment: {}, filesIn: () => [] }).map(({ library }) => library)),
];

describe('candidates', () => {
  it('prefers OpenBLAS, then MKL, then BLIS, and has Accelerate on macOS alone, last', () => {
    expect(libraries('linux')).toEqual(['OpenBLAS', 'MKL', 'BLIS']);
    expect(libraries('freebsd')).toEqual(['OpenBLAS', 'MKL', 'BLIS']);
    expect(libraries('win32')).toEqual(['OpenBLAS', 'MKL', 'BLIS']);
    expect(libraries('darwin')).toEqual(['OpenBLAS', 'MKL', 'BLIS', 'Accelerate']);
  });

  it('asks the dynamic loader first on Linux, for it knows the folders of each architecture', () => {
    expect(names({ platform: 'linux' }, 'OpenBLAS').slice(0, 2)).toEqual(['libopenblas.so.0', 'libopenblas.so']);
    expect(names({ platform: 'linux' }, 'MKL')[0]).toBe('libmkl_rt.so.2');
    expect(names({ platform: 'linux' }, 'BLIS')[0]).toBe('libblis.so.4');
  });

  it('finds builds of OpenBLAS whose names tell threads and version, the newest first', () => {
    const folders: Record<string, string[]> = {
      '/usr/local/lib': [
        'libopenblas.a',
        'libopenblasp-r0.3.9.so',
        'libopenblasp-r0.3.21.so',
        'libopenblas64p-r0.3.30.so',
        'libopenblasp-r0.3.21.so.bak',
        'libfoo.so',
      ],
      '/env/lib': ['libopenblas.so.0', 'libopenblaso-r0.3.28.so'],
    };
    const found = names(
      { platform: 'linux', environment: { CONDA_PREFIX: '/env' }, filesIn: (folder) => folders[folder] ?? [] },
      'OpenBLAS',
    );
    expect(found.filter((name) => name.startsWith('/'))).toEqual([
      '/env/lib/libopenblaso-r0.3.28.so',
      '/env/lib/libopenblas.so.0',
      '/usr/local/lib/libopenblasp-r0.3.21.so',
      '/usr/local/lib/libopenblasp-r0.3.9.so',
    ]);
  });

  it('looks for MKL where its own variable and conda point', () => {
    const environment = { MKLROOT: '/opt/mkl', CONDA_PREFIX: '/env' };
    expect(names({ platform: 'linux', environment }, 'MKL')).toEqual(
      expect.arrayContaining([
        '/opt/mkl/lib/libmkl_rt.so.2',
        '/opt/mkl/lib/intel64/libmkl_rt.so.2',
        '/env/lib/libmkl_rt.so.2',
      ]),
    );
    expect(names({ platform: 'win32', environment }, 'MKL')).toEqual(
      expect.arrayContaining(['/opt/mkl/bin/mkl_rt.2.dll', '/env/Library/bin/mkl_rt.2.dll']),
    );
    const unset = names({ platform: 'linux', environment: { MKLROOT: '', CONDA_PREFIX: undefined } }, 'MKL');
    expect(unset.every((name) => name.startsWith('lib') || name.startsWith('/opt/intel/'))).toBe(true);
  });

  it("knows Homebrew's folders, the given one first", () => {
    const environment = { HOMEBREW_PREFIX: '/brew' };
    expect(names({ platform: 'darwin', environment }, 'OpenBLAS').slice(0, 3)).toEqual([
      '/brew/opt/openblas/lib/libopenblas.dylib',
      '/opt/homebrew/opt/openblas/lib/libopenblas.dylib',
      '/usr/local/opt/openblas/lib/libopenblas.dylib',
    ]);
    expect(names({ platform: 'darwin' }, 'Accelerate')).toHaveLength(1);
  });

  it('names no library twice', () => {
    const environment = { HOMEBREW_PREFIX: '/opt/homebrew', CONDA_PREFIX: '/env', MKLROOT: '/mkl' };
    for (const platform of ['linux', 'darwin', 'win32']) {
      const all = candidates({ platform, environment, filesIn: () => ['libopenblas.so'] }).map(({ name }) => name);
      expect(new Set(all).size).toBe(all.length);
    }
  });
});

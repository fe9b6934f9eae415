import type { Blas } from '@adjoint/core';
import { candidates, type Machine } from './candidates.js';
import { createBlas } from './create-blas.js';
import { type Ffi, firstLine } from './ffi.js';
import { loadLibrary } from './native-library.js';

/**
 * The first library of a machine that loads and works.
 *
 * @throws Error that lists what was tried, why each failed, and how to install a library
 */
export function detect(ffi: Ffi, machine: Machine): Blas {
  const tried: string[] = [];
  for (const { library, name } of candidates(machine)) {
    try {
      return createBlas(ffi, loadLibrary(ffi, name));
    } catch (error) {
      tried.push(`  ${library}: ${name}: ${firstLine(error)}`);
    }
  }
  throw new Error(
    `blas: no BLAS library was found; tried, in this order:\n${tried.join('\n')}\n${advice(machine.platform)}`,
  );
}

function advice(platform: string): string {
  const commands: Readonly<Record<string, string>> = {
    linux:
      'Install OpenBLAS: apt install libopenblas0-pthread (Debian, Ubuntu), dnf install openblas (Fedora), ' +
      'pacman -S openblas (Arch), apk add openblas (Alpine).',
    darwin: 'Accelerate is part of macOS and should have loaded. Install OpenBLAS: brew install openblas.',
    win32: 'Install OpenBLAS from https://github.com/OpenMathLib/OpenBLAS/releases and add its bin folder to PATH.',
  };
  const other = 'Or name a library: loadBlas({ path }), or the environment variable ADJOINT_BLAS.';
  return `${commands[platform] ?? 'Install OpenBLAS.'} ${other}`;
}

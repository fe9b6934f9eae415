import { type Backend, currentBackend, useBackend } from '@adjoint/core';

/** Runs a function with a backend that counts its runs. */
export function countRuns(work: () => void): number {
  const inner = currentBackend();
  let runs = 0;
  const counting: Backend = {
    ...inner,
    name: 'counting',
    run(program) {
      runs++;
      return inner.run(program);
    },
  };
  useBackend(counting);
  try {
    work();
  } finally {
    useBackend(inner);
  }
  return runs;
}

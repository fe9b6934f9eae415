import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const source = (name: string): string => fileURLToPath(new URL(`./packages/${name}/src/index.ts`, import.meta.url));

export default defineConfig({
  resolve: {
    // Tests run on the sources, so that they need no build.
    alias: [
      {
        find: '@adjoint/core/native-products',
        replacement: fileURLToPath(new URL('./packages/core/src/backend/wasm/native-products.ts', import.meta.url)),
      },
      {
        find: '@adjoint/core/reference',
        replacement: fileURLToPath(new URL('./packages/core/src/backend/reference/index.ts', import.meta.url)),
      },
      {
        find: '@adjoint/io/node',
        replacement: fileURLToPath(new URL('./packages/io/src/node/index.ts', import.meta.url)),
      },
      {
        find: /^@adjoint\/(core|nn|optim|testing|blas|io)$/,
        replacement: fileURLToPath(new URL('./packages/$1/src/index.ts', import.meta.url)),
      },
      { find: /^adjoint$/, replacement: source('adjoint') },
    ],
  },
  test: {
    include: ['{packages,examples}/*/test/**/*.test.ts', '{conformance,benchmarks,test}/**/*.test.ts'],
    setupFiles: ['test/setup.ts'],
    pool: 'forks',
    maxWorkers: 2,
    // Memory tests force collections with globalThis.gc.
    execArgv: ['--expose-gc'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});

import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const repository = fileURLToPath(new URL('..', import.meta.url));
const biome = join(repository, 'node_modules/@biomejs/biome/bin/biome');

/** Each file of an imaginary tree, what it imports, and the rule that must refuse it. */
const planted: readonly (readonly [file: string, source: string, refusedBy?: string])[] = [
  ['core/src/graph/shape.ts', "export type { Shape } from '../types/shape.js';"],
  ['core/src/graph/lowering.ts', "export type { Lowering } from '../backend/contract.js';"],
  ['core/src/graph/usesOp.ts', "import { add } from '../ops/add.js';\nexport const x = add;", 'noRestrictedImports'],
  ['core/src/graph/usesBackend.ts', "export type { B } from '../backend/reference/run.js';", 'noRestrictedImports'],
  ['core/src/ops/reduce/sum.ts', "export { op } from '../../graph/op.js';\nexport { add } from '../math/add.js';"],
  ['core/src/ops/reduce/usesVjp.ts', "export { vjp } from '../../autodiff/vjp.js';", 'noRestrictedImports'],
  ['core/src/ops/reduce/usesApi.ts', "export const api = () => import('../../api/fluent.js');", 'noRestrictedImports'],
  ['core/src/autodiff/vjp.ts', "export { add } from '../ops/math/add.js';"],
  ['core/src/autodiff/usesPlan.ts', "export { plan } from '../schedule/plan.js';", 'noRestrictedImports'],
  ['core/src/schedule/plan.ts', "export { node } from '../graph/node.js';"],
  ['core/src/schedule/usesKernel.ts', "export { run } from '../backend/reference/run.js';", 'noRestrictedImports'],
  ['core/src/schedule/usesTrace.ts', "export { trace } from '../compile/trace.js';", 'noRestrictedImports'],
  [
    'core/src/compile/trace.ts',
    "export { node } from '../graph/node.js';\nexport { plan } from '../schedule/plan.js';",
  ],
  ['core/src/compile/usesOp.ts', "export { add } from '../ops/math/add.js';", 'noRestrictedImports'],
  ['core/src/compile/usesKernel.ts', "export { run } from '../backend/reference/run.js';", 'noRestrictedImports'],
  ['core/src/backend/contract.ts', "export { node } from '../graph/node.js';", 'noRestrictedImports'],
  ['core/src/backend/scalar.ts', "export type { DType } from '../graph/dtype.js';"],
  ['core/src/backend/reference/run.ts', "export { contract } from '../contract.js';"],
  ['core/src/backend/reference/usesNode.ts', "export { node } from '../../graph/node.js';", 'noRestrictedImports'],
  ['core/src/api/fluent.ts', "export { vjp } from '../autodiff/vjp.js';"],
  ['core/src/api/usesLayer.ts', "export { Linear } from '@adjoint/nn';", 'noRestrictedImports'],
  ['nn/src/linear.ts', "export { matmul } from '@adjoint/core';"],
  ['nn/src/usesOptim.ts', "export { sgd } from '@adjoint/optim';", 'noRestrictedImports'],
  ['nn/src/usesUmbrella.ts', "export { sgd } from 'adjoint';", 'noRestrictedImports'],
  ['nn/src/usesInside.ts', "export { node } from '../../core/src/graph/node.js';", 'noRestrictedImports'],
  ['blas/src/usesOptim.ts', "export { sgd } from '@adjoint/optim';", 'noRestrictedImports'],
  ['blas/src/usesNode.ts', "export { readFileSync } from 'node:fs';"],
  ['io/src/usesLayer.ts', "export { Linear } from '@adjoint/nn';", 'noRestrictedImports'],
  ['io/src/usesNode.ts', "export { readFileSync } from 'node:fs';", 'noNodejsModules'],
  ['io/src/usesBuffer.ts', 'export const x = () => Buffer.alloc(8);', 'noRestrictedGlobals'],
  ['io/src/usesFolder.ts', "export { saveNpy } from './node/index.js';", 'noRestrictedImports'],
  ['io/src/node/usesNode.ts', "export { readFileSync } from 'node:fs';"],
  ['optim/src/usesLayer.ts', "export { Linear } from '@adjoint/nn';", 'noRestrictedImports'],
  ['core/src/ops/cycleA.ts', "import { b } from './cycleB.js';\nexport const a = () => b;", 'noImportCycles'],
  ['core/src/ops/cycleB.ts', "import { a } from './cycleA.js';\nexport const b = () => a;", 'noImportCycles'],
  ['core/src/types/cycleA.ts', "import type { B } from './cycleB.js';\nexport type A = B[];", 'noImportCycles'],
  ['core/src/types/cycleB.ts', "import type { A } from './cycleA.js';\nexport type B = A | 1;", 'noImportCycles'],
  ['core/src/ops/usesNode.ts', "export { readFileSync } from 'node:fs';", 'noNodejsModules'],
];

describe('the import rules', () => {
  const folder = mkdtempSync(join(tmpdir(), 'adjoint-imports-'));
  const refusals = new Map<string, string[]>();

  beforeAll(() => {
    for (const name of ['biome.json', '.gitignore']) cpSync(join(repository, name), join(folder, name));
    for (const name of ['blas', 'core', 'io', 'nn', 'optim']) {
      const target = join(folder, 'packages', name, 'package.json');
      mkdirSync(dirname(target), { recursive: true });
      cpSync(join(repository, 'packages', name, 'package.json'), target);
    }
    for (const [file, source] of planted) {
      const target = join(folder, 'packages', file);
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, `${source}\n`);
    }
    const args = [biome, 'lint', '--reporter=json', '--max-diagnostics=none'];
    const { stdout } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
    const report = JSON.parse(stdout) as { diagnostics: { category: string; location: { path: string } }[] };
    for (const { category, location } of report.diagnostics) {
      const file = location.path.replace(/^.*?packages\//, '');
      refusals.set(file, [...(refusals.get(file) ?? []), category.replace(/^.*\//, '')]);
    }
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  for (const [file, , rule] of planted) {
    it(rule === undefined ? `allow ${file}` : `refuse ${file} (${rule})`, () => {
      const found = refusals.get(file) ?? [];
      if (rule === undefined) expect(found).toEqual([]);
      else expect(found).toContain(rule);
    });
  }
});

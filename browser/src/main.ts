/** Prints what the packages cost a page, and fails if that is more than it may be. */
import { parseArgs } from 'node:util';
import { breakDown } from './size/breakdown.js';
import { bundleModule } from './size/bundle.js';
import { fileOf, folderOf } from './size/groups.js';
import { renderBreakdown, showBytes } from './size/report.js';

interface Measured {
  readonly name: string;
  /** A module that keeps alive what is measured. */
  readonly source: string;
  /** What it should be, minified and gzipped. */
  readonly goal?: number;
  /** What it may be: it must not grow. */
  readonly limit?: number;
}

/** What a page needs that trains a network; every op is a method of tensors, so all of them are in it. */
const training = [
  ...['Variable', 'tensor', 'fromArray', 'zeros', 'ones', 'randomNormal', 'seed', 'evaluate', 'step', 'zeroGrad'],
  ...['grad', 'valueAndGrad', 'vjp', 'createWasmBackend', 'useBackend'],
];

const measured: readonly Measured[] = [
  {
    name: '@adjoint/core with the WASM backend',
    source: `export { ${training.join(', ')} } from '@adjoint/core';`,
    goal: 60_000,
    limit: 76_000,
  },
  { name: '@adjoint/core, all exports', source: "export * from '@adjoint/core';" },
  { name: 'adjoint, all exports', source: "export * from 'adjoint';" },
];

const { values: options } = parseArgs({ options: { files: { type: 'boolean', default: false } } });

for (const { name, source, goal, limit } of measured) {
  const breakdown = breakDown(await bundleModule(source), options.files ? fileOf : folderOf);
  console.log(renderBreakdown(name, breakdown));
  const over = (bytes: number): string => `${showBytes(breakdown.gzipped - bytes)} bytes gzipped over`;
  if (goal !== undefined && breakdown.gzipped > goal)
    console.log(`${name} is ${over(goal)} its goal of ${showBytes(goal)}.\n`);
  if (limit === undefined || breakdown.gzipped <= limit) continue;
  console.error(`check:size: ${name} is ${over(limit)} its limit of ${showBytes(limit)}.\n`);
  process.exitCode = 1;
}
console.log('* what the whole would shrink by without the part: less than the part by itself');

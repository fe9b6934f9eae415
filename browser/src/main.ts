/** Prints what the packages cost a page, and fails if that is more than it may be. */
import { parseArgs } from 'node:util';
import { breakDown } from './size/breakdown.js';
import { bundleNamespace } from './size/bundle.js';
import { fileOf, folderOf } from './size/groups.js';
import { renderBreakdown, showBytes } from './size/report.js';

/** What is measured, and the most bytes that all of it may be, minified and gzipped. */
const packages: readonly { readonly name: string; readonly limit?: number }[] = [
  { name: '@adjoint/core', limit: 60_000 },
  { name: 'adjoint' },
];

const { values: options } = parseArgs({ options: { files: { type: 'boolean', default: false } } });

for (const { name, limit } of packages) {
  const breakdown = breakDown(await bundleNamespace(name), options.files ? fileOf : folderOf);
  console.log(renderBreakdown(name, breakdown));
  if (limit === undefined || breakdown.gzipped <= limit) continue;
  const excess = showBytes(breakdown.gzipped - limit);
  console.error(`check:size: ${name} is ${excess} bytes over its limit of ${showBytes(limit)} bytes gzipped.\n`);
  process.exitCode = 1;
}
console.log('* what the whole would shrink by without the part: less than the part by itself');

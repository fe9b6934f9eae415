import { posix } from 'node:path';

/** A module of the packages, at the end of any path. */
const builtModule = /packages\/([^/]+)\/dist\/(.+)\.js$/;

/** A module's name: `core/ops/elementwise/abs` for packages/core/dist/ops/elementwise/abs.js. */
export function fileOf(source: string | undefined): string {
  const [, packageFolder, file] = builtModule.exec(source ?? '') ?? [];
  return file === undefined ? 'bundler' : `${packageFolder}/${file}`;
}

/** The folder that a module is in: `core/ops/elementwise`. */
export function folderOf(source: string | undefined): string {
  const file = fileOf(source);
  return file.includes('/') ? posix.dirname(file) : file;
}

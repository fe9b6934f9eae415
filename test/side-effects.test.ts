import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

/** A bundler drops a module that is imported for its effect alone, unless package.json says that it has one. */

const packages = fileURLToPath(new URL('../packages', import.meta.url));

describe.each(await readdir(packages))('packages/%s', (name) => {
  it('declares the modules that are imported for their side effects', async () => {
    const folder = join(packages, name);
    const { sideEffects } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as {
      sideEffects: false | string[];
    };
    const declared = sideEffects === false ? [] : sideEffects;
    expect(declared).toEqual(expect.arrayContaining(await bareImports(folder)));
  });
});

async function bareImports(folder: string): Promise<string[]> {
  const source = join(folder, 'src');
  const files = (await readdir(source, { recursive: true })).filter((file) => file.endsWith('.ts'));
  const found = await Promise.all(
    files.map(async (file) => {
      const text = await readFile(join(source, file), 'utf8');
      return [...text.matchAll(/^import '(\..*)';$/gm)].map((match) => join(source, dirname(file), match[1] as string));
    }),
  );
  return found.flat().map((path) => `./dist/${relative(source, path).replaceAll('\\', '/')}`);
}

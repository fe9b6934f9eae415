import { execFile } from 'node:child_process';
import { globSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';

/**
 * Every TypeScript block of the documentation is a program: it is type-checked and run. A block that ends lines with
 * `// prints …` must print exactly that.
 */

const run = promisify(execFile);
const root = fileURLToPath(new URL('..', import.meta.url));
/** Inside the repository, so that the packages resolve as they do for a user. */
const folder = join(root, 'node_modules', '.cache', 'docs');

interface Block {
  readonly name: string;
  readonly file: string;
  readonly code: string;
}

let diagnostics = '';
const pages = globSync(['*.md', 'docs/**/*.md', 'packages/*/README.md'], { cwd: root }).sort();
const blocks: Block[] = (await Promise.all(pages.map(extract))).flat();

async function extract(page: string): Promise<Block[]> {
  const text = await readFile(join(root, page), 'utf8');
  return [...text.matchAll(/^```ts\n(.*?)^```$/gms)].map((match, index) => {
    const line = text.slice(0, match.index).split('\n').length;
    const file = `${page.replaceAll(/[^a-z]+/gi, '-')}-${index + 1}.ts`;
    return { name: `${page}:${line}`, file, code: match[1] as string };
  });
}

beforeAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await Promise.all(blocks.map(({ file, code }) => writeFile(join(folder, file), `${code}\nexport {};\n`)));
  const options = { extends: join(root, 'tsconfig.base.json') };
  const compilerOptions = {
    composite: false,
    declaration: false,
    declarationMap: false,
    sourceMap: false,
    isolatedDeclarations: false,
    noUnusedLocals: false,
    types: ['node'],
  };
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ ...options, compilerOptions, include: ['*.ts'] }));
  await writeFile(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
  const compiler = join(root, 'node_modules', '.bin', 'tsc');
  const compiled = await run(compiler, ['-p', folder], { cwd: root }).catch((error: { stdout: string }) => error);
  diagnostics = compiled.stdout;
});

describe('the blocks of the documentation', () => {
  it('are found', () => {
    expect(pages).toContain('README.md');
    expect(blocks.filter(({ name }) => name.startsWith('README.md')).length).toBeGreaterThan(2);
  });

  it('compile', () => {
    const readable = blocks.reduce((text, { file, name }) => text.replaceAll(file, name), diagnostics);
    expect(readable).toBe('');
  });

  it.for(blocks)('$name runs', async ({ file, code }) => {
    const expected = [...code.matchAll(/\/\/ prints (.*)$/gm)].map((match) => match[1]);
    const { stdout } = await run(process.execPath, [join(folder, file.replace('.ts', '.js'))], { cwd: folder });
    if (expected.length > 0) expect(stdout.trimEnd().split('\n')).toEqual(expected);
  });
});

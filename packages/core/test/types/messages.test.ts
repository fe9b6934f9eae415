import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const here = dirname(fileURLToPath(import.meta.url));
const baseConfig = join(here, '../../../../tsconfig.base.json');
const compiler = join(dirname(fileURLToPath(import.meta.resolve('typescript/package.json'))), 'bin/tsc');

interface Diagnostic {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

interface WrongCall {
  readonly line: number;
  readonly code: string;
  readonly expected: string;
}

const marker = '// @ts-expect-error ';

/** Each marked line: what the comment expects of the line after it. */
function wrongCallsIn(source: string): WrongCall[] {
  const lines = source.split('\n');
  return lines.flatMap((line, index) =>
    line.startsWith(marker)
      ? [{ line: index + 2, code: lines[index + 1] ?? '', expected: line.slice(marker.length) }]
      : [],
  );
}

/** Compiles files under the project's strict settings; the exit status does not matter, the diagnostics do. */
async function compile(folder: string, files: readonly string[]): Promise<Diagnostic[]> {
  const config = {
    extends: baseConfig,
    compilerOptions: { noEmit: true, composite: false, isolatedDeclarations: false, noErrorTruncation: true },
    files,
  };
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(config));
  const output = await new Promise<string>((resolve) => {
    execFile(process.execPath, [compiler, '-p', folder, '--pretty', 'false'], (_, stdout) => resolve(stdout));
  });
  const diagnostics: Diagnostic[] = [];
  for (const line of output.split('\n')) {
    const [, file, row, message] = /^(.+)\((\d+),\d+\): error (.*)$/.exec(line) ?? [];
    if (file && row && message) diagnostics.push({ file, line: Number(row), message });
    else if (/^error /.test(line)) diagnostics.push({ file: '', line: 0, message: line });
  }
  return diagnostics;
}

const source = await readFile(join(here, 'wrong-calls.ts'), 'utf8');
const wrongCalls = wrongCallsIn(source);

describe('compile errors of calls that do not fit', () => {
  let folder: string;
  let diagnostics: Diagnostic[];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'adjoint-types-'));
    await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
    const unmarked = source
      .replaceAll(marker, '// ')
      .replaceAll(
        /from '(\..*)'/g,
        (_, path: string) => `from '${fileURLToPath(new URL(path, pathToFileURL(`${here}/`)))}'`,
      );
    await writeFile(join(folder, 'wrong-calls.ts'), unmarked);
    const all = await compile(folder, ['wrong-calls.ts']);
    diagnostics = all.filter((each) => each.file.endsWith('wrong-calls.ts') || each.file === '');
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  test.each(wrongCalls)('$code', ({ line, expected }) => {
    const messages = diagnostics.filter((each) => each.line === line).map((each) => each.message);
    expect(messages, 'one mistake gives one error').toHaveLength(1);
    expect(messages[0]).toContain(expected);
  });

  test('nothing else is an error', () => {
    const marked = new Set(wrongCalls.map((each) => each.line));
    expect(wrongCalls.length).toBeGreaterThan(40);
    expect(diagnostics.filter((each) => !marked.has(each.line))).toEqual([]);
  });
});

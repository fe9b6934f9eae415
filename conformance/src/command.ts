import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { useBackend } from '@adjoint/core';
import { backends, defaultBackend } from './backends.js';
import { type CaseFile, parseCaseFile } from './case-file.js';
import { CaseFileError } from './json-reader.js';
import { operations } from './ops/table.js';
import { type CaseReport, renderReport, totalsOf } from './report.js';
import { runCase } from './run-case.js';

const help = `Usage: npm run conformance -- FILE... [options]

Runs the oracle cases of the files and compares values, gradients and second derivatives.

Options:
  --backend NAME    the backend to run on: ${Object.keys(backends).join(', ')} (default: ${defaultBackend})
  --only SUBSTRING  only the cases whose id contains it
  --verbose         a line for each case
  --help            this text

Exit status: 0 if no case failed, 1 if one did, 2 if the options or the files are wrong.
`;

/** Where the command writes. */
export interface Output {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

/** The command line is wrong. */
class UsageError extends Error {
  override readonly name = 'UsageError';
}

interface Options {
  readonly files: readonly string[];
  readonly backend: string;
  readonly only: string;
  readonly verbose: boolean;
  readonly help: boolean;
}

/** Runs the command and returns its exit status. */
export async function runCommand(args: readonly string[], { out, err }: Output): Promise<number> {
  let options: Options;
  try {
    options = parseOptions(args);
    if (options.help) {
      out(help);
      return 0;
    }
    const backend = Object.hasOwn(backends, options.backend) ? backends[options.backend]?.() : undefined;
    if (backend === undefined) {
      const names = Object.keys(backends).join(', ');
      throw new UsageError(`there is no backend '${options.backend}'; the backends are: ${names}`);
    }
    if (options.files.length === 0) throw new UsageError('no file is given');
    useBackend(backend);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    err(`conformance: ${error.message}\n\n${help}`);
    return 2;
  }
  const { files, problems } = await readFiles(options.files);
  const selected = files.flatMap(({ family, cases }) =>
    cases.filter(({ id }) => id.includes(options.only)).map((each) => ({ family, case: each })),
  );
  if (options.only !== '' && problems.length === 0 && selected.length === 0) {
    problems.push(`no case has an id that contains '${options.only}'`);
  }
  if (problems.length > 0) {
    err(problems.map((problem) => `conformance: ${problem}\n`).join(''));
    return 2;
  }
  const reports: CaseReport[] = [];
  for (const each of selected) reports.push({ ...each, verdict: await runCase(each.case, operations) });
  out(renderReport(reports, options));
  return totalsOf(reports).failed === 0 ? 0 : 1;
}

function parseOptions(args: readonly string[]): Options {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        backend: { type: 'string', default: defaultBackend },
        only: { type: 'string', default: '' },
        verbose: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    return { ...values, files: positionals };
  } catch (error) {
    // parseArgs throws TypeErrors whose messages are made for the user.
    if (error instanceof TypeError) throw new UsageError(error.message);
    throw error;
  }
}

/** Reads all files, and says what is wrong with those that cannot be read. */
async function readFiles(paths: readonly string[]): Promise<{ files: CaseFile[]; problems: string[] }> {
  const files: CaseFile[] = [];
  const problems: string[] = [];
  for (const path of paths) {
    try {
      files.push(parseCaseFile(path, await readText(path)));
    } catch (error) {
      if (!(error instanceof CaseFileError)) throw error;
      problems.push(error.message);
    }
  }
  return { files, problems };
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new CaseFileError(`cannot read ${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

// The commands of package.json. Plain JavaScript and Node's own modules only: it runs before anything is installed.
import { join } from 'node:path';
import { execute } from './execute.mjs';
import { install } from './install.mjs';
import { publishedPackages } from './packages.mjs';
import { root } from './root.mjs';

// npm runs scripts in the repository's folder; paths in the options are relative to where the user stands.
const callerFolder = process.env.INIT_CWD ?? process.cwd();

const build = ['tsc', ['-b', 'tsconfig.build.json']];
const typecheck = ['tsc', ['-b']];
// Biome colours what it prints to a pipe as well.
const colors = process.stdout.isTTY ? [] : ['--colors=off'];
const lint = ['biome', ['ci', '--error-on-warnings', ...colors]];
const format = ['biome', ['check', '--write', ...colors]];
const tests = (args) => ['vitest', ['run', ...args]];
// Everything runs on the default backend; the ops and their proofs run on the oracle as well.
const oracleTests = (args) =>
  args.length > 0 ? [] : [['vitest', ['run', 'packages/core/test/ops', 'packages/core/test/proof'], onReference]];
const onReference = { env: { ADJOINT_BACKEND: 'reference' } };
const main = (folder, args) => ['node', [join(root, folder, 'dist', 'main.js'), ...args], { cwd: callerFolder }];
const packageChecks = () =>
  publishedPackages().flatMap((folder) => [
    ['publint', ['run', folder, '--strict', '--pack', 'npm']],
    [
      'attw',
      ['--pack', folder, '--profile', 'esm-only', '--format', 'ascii', '--no-summary', '--no-emoji', '--no-color'],
    ],
  ]);

/** Each command is a list of steps; the first that fails ends it. */
const commands = {
  start: (args) => [['tsc', ['-b', 'examples/mnist']], main('examples/mnist', args)],
  example: ([name = '', ...args]) => [['tsc', ['-b', join('examples', name)]], main(join('examples', name), args)],
  test: (args) => [typecheck, lint, tests(args), ...oracleTests(args), ...packageChecks()],
  'test:browser': (args) => [
    ['tsc', ['-b', 'browser']],
    ['vitest', ['run', '--root', 'browser', ...args]],
  ],
  build: () => [build],
  typecheck: () => [typecheck],
  lint: () => [lint],
  format: () => [format],
  'check:packages': () => [build, ...packageChecks()],
  'check:size': (args) => [['tsc', ['-b', 'browser']], main('browser', args)],
  conformance: (args) => [['tsc', ['-b', 'conformance']], main('conformance', args)],
  bench: (args) => [['tsc', ['-b', 'benchmarks']], main('benchmarks', args)],
};

async function run(name, args) {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined) {
    console.error(`Unknown command '${name}'. The commands are: ${Object.keys(commands).join(', ')}.`);
    return 2;
  }
  const installed = await install();
  if (installed !== 0) return installed;
  for (const [program, programArgs, options] of command(args)) {
    const code = await execute(program, programArgs, options);
    if (code !== 0) {
      if (name === 'test') console.error(`\nnpm test: '${program}' failed with exit code ${code}.`);
      return code;
    }
  }
  if (name === 'test') console.error('\nnpm test: everything passed.');
  return 0;
}

const [name = '', ...args] = process.argv.slice(2);
process.exitCode = await run(name, args);

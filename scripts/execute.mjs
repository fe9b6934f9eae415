import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { delimiter, join } from 'node:path';
import { root } from './root.mjs';

/** The caller's environment, with the pinned Node and the installed tools first on the PATH. */
function environment() {
  // Windows spells it `Path`.
  const name = Object.keys(process.env).find((key) => key.toUpperCase() === 'PATH') ?? 'PATH';
  return { ...process.env, [name]: `${join(root, 'node_modules', '.bin')}${delimiter}${process.env[name] ?? ''}` };
}

/**
 * Runs a program to its end and resolves to its exit code, or to 128 + n if signal n ended it.
 * `output: 'stderr'` keeps what it prints out of our standard output.
 */
export function execute(program, args, { cwd = root, env = {}, output = 'inherit' } = {}) {
  // npx and the tools are .cmd files on Windows, which only a shell starts.
  const shell = process.platform === 'win32';
  const quoted = shell ? args.map((arg) => `"${arg.replaceAll('"', '""')}"`) : args;
  const stdout = output === 'stderr' ? process.stderr : 'inherit';
  const child = spawn(program, quoted, {
    cwd,
    env: { ...environment(), ...env },
    shell,
    stdio: ['inherit', stdout, 'inherit'],
  });

  // A terminal sends Ctrl-C to the child as well: we only wait until it has ended.
  const interrupt = () => process.stdin.isTTY || child.kill('SIGINT');
  const terminate = () => child.kill('SIGTERM');
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', terminate);

  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal]));
  }).finally(() => {
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', terminate);
  });
}

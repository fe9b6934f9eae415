import { spawn } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** Trainings or writers that are killed at the same time. */
export const lanes = 2;
/** Long enough for a few checkpoints. */
const longestDelay = 20;

/** How often a program is killed; the environment variable asks for more. */
export function killsOf(usual: number): number {
  return Number(process.env['ADJOINT_KILLS'] ?? usual);
}

/**
 * Starts a program that prints a number for each checkpoint that it has written, kills it some time after the first, and
 * tells the last number.
 *
 * @param kill which one it is; the moments are spread evenly
 */
export async function runAndKill(name: string, args: readonly string[], kill: number): Promise<number> {
  const program = fileURLToPath(new URL(name, import.meta.url));
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  let last = Number.NaN;
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => {
    last = Number(line);
  });
  const closed = once(child, 'close');
  await Promise.race([once(lines, 'line'), closed]);
  // Multiples of the golden ratio.
  await setTimeout(((kill * 0.618034) % 1) * longestDelay);
  if (!child.kill('SIGKILL')) throw new Error(`${name} ended by itself`);
  await closed;
  return last;
}

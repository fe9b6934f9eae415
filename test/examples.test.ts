import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

/** The examples are run as a user runs them, from what `npm test` has just built. */

const run = promisify(execFile);
const examples = fileURLToPath(new URL('../examples', import.meta.url));
const start = (name: string, ...args: string[]): Promise<{ stdout: string }> =>
  run(process.execPath, [join(examples, name, 'dist', 'main.js'), ...args]);

describe('nested-function', () => {
  it('finds the gradients by hand, by Adjoint and by finite differences to agree', async () => {
    const { stdout } = await start('nested-function');
    expect(stdout).toContain('finite differences agree');
    const losses = [...stdout.matchAll(/loss (\S+)/g)].map((match) => Number(match[1]));
    expect(losses.length).toBe(5);
    expect(losses.at(-1)).toBeLessThan((losses[0] as number) / 10);
  });
});

describe('two-moons', () => {
  it('separates the moons and draws where', async () => {
    const { stdout } = await start('two-moons');
    expect(Number(/accuracy (\S+)/.exec(stdout)?.[1])).toBeGreaterThan(0.97);
    const picture = await readFile(join(examples, 'two-moons', 'output', 'decision-boundary.svg'), 'utf8');
    expect(picture.match(/<circle/g)).toHaveLength(240);
    expect(picture).not.toContain('NaN');
  });
});

// Each starts the program several times.
describe('mnist', { timeout: 120_000 }, () => {
  const small = [
    '--epochs',
    '1',
    '--train-images',
    '1500',
    '--test-images',
    '300',
    '--hidden',
    '16',
    '--batch-size',
    '16',
  ];

  it('trains, reports, and prints the same numbers for the same seed', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'adjoint-mnist-'));
    try {
      const args = [...small, '--output', folder];
      const numbers = (text: string): string =>
        text
          .split('\n')
          .filter((line) => /^epoch|^test/.test(line))
          .join('\n');
      const [first, second, other] = [
        numbers((await start('mnist', ...args)).stdout),
        numbers((await start('mnist', ...args)).stdout),
        numbers((await start('mnist', ...args, '--seed', '2')).stdout),
      ];
      expect(second).toBe(first);
      expect(other).not.toBe(first);
      expect(Number(/test accuracy (\S+)$/.exec(first)?.[1])).toBeGreaterThan(0.5);
      expect(await readFile(join(folder, 'learning-curve.svg'), 'utf8')).toContain('</svg>');
      expect(await readFile(join(folder, 'misclassified.html'), 'utf8')).toContain('</html>');
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('takes the best of several restarts', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'adjoint-mnist-'));
    try {
      const { stdout } = await start(
        'mnist',
        ...small,
        '--restarts',
        '2',
        '--optimizer',
        'momentum',
        '--output',
        folder,
      );
      expect(stdout).toMatch(/restart 2\/2, seed 2/);
      expect(stdout).toMatch(/kept seed [12], training loss/);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it.each([
    [['--epochs', '0'], /whole number of at least 1/],
    [['--learning-rate', 'NaN'], /number greater than 0/],
    [['--optimizer', 'lbfgs'], /Allowed choices are sgd/],
    [['--nonsense'], /unknown option/],
  ])('refuses %j', async (args, message) => {
    await expect(start('mnist', ...args)).rejects.toThrow(message);
  });
});

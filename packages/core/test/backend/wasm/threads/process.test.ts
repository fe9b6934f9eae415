import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const fixture = (name: string): string => fileURLToPath(new URL(`fixtures/${name}`, import.meta.url));

function run(behaviour: string): { status: number | null; stdout: string; stderr: string } {
  const args = ['--import', fixture('sources.mjs'), fixture('process.ts'), behaviour];
  return spawnSync(process.execPath, args, { encoding: 'utf8', timeout: 30_000 });
}

describe('a process with a pool', () => {
  it.each([
    { behaviour: 'finishes', status: 0, stdout: '100,100,100\n', stderr: '' },
    { behaviour: 'starting', status: 0, stdout: '0,0,0\n', stderr: '' },
    { behaviour: 'exit', status: 5, stdout: '', stderr: '' },
  ])('ends by itself: $behaviour', ({ behaviour, ...right }) => {
    expect(run(behaviour)).toMatchObject(right);
  });

  it('ends where it fails', () => {
    const { status, stderr } = run('throw');
    expect(status).toBe(1);
    expect(stderr).toMatch(/the program failed/);
  });

  it('uses no processor while it idles', () => {
    const { stdout } = run('idle');
    const [milliseconds, counts] = stdout.split('\n');
    expect(counts).toBe('100,100,100');
    expect(Number(milliseconds)).toBeLessThan(50);
  });
});

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand } from '../src/command.js';

const fixture = (name: string): string => fileURLToPath(new URL(`./fixtures/cases-${name}.json`, import.meta.url));

const run = async (...args: string[]): Promise<{ status: number; out: string; err: string }> => {
  let [out, err] = ['', ''];
  const status = await runCommand(args, {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
  });
  return { status, out, err };
};

let folder = '';
const write = async (name: string, text: string): Promise<string> => {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'adjoint-conformance-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

describe('the conformance command', () => {
  it('runs files, and closes with the totals alone on a line', async () => {
    const { status, out, err } = await run(fixture('elementwise'), fixture('tensor'), fixture('training'));
    expect(status).toBe(0);
    expect(err).toBe('');
    expect(out).toMatch(/^elementwise: 8 passed, 0 failed, 0 skipped\n/);
    expect(out).toMatch(/\n26 passed, 0 failed, 1 skipped\n$/);
  });

  it('lists what differs by convention and what is skipped', async () => {
    const { out } = await run(fixture('elementwise'), fixture('training'));
    expect(out).toContain(
      '\n  relu/3/at-zero (subgradient)\n    grads at [1]: got 0, expected 0.5, off by 0.500, tolerance 5.10e-10',
    );
    expect(out).toContain('\n  log/1/at-zero (degenerate)\n    output at [0]: got -Infinity, expected NaN');
    expect(out).toContain('\n  no_such_op: 1\n');
  });

  it('says what failed and why, and fails', async () => {
    const text = await readFile(fixture('tensor'), 'utf8');
    const path = await write('wrong.json', text.replace('"data":[1,2,6,-1,0,4]', '"data":[1,2,9,-1,0,4]'));
    const { status, out } = await run(path);
    expect(status).toBe(1);
    expect(out).toContain('\n  failed: mean/2x3/axis=[-1]\n    output at [0, 0]: got 4, expected 3, off by 1.00');
    expect(out).toMatch(/\n14 passed, 1 failed, 0 skipped\n$/);
  });

  it('selects cases by their ids', async () => {
    const { status, out } = await run(fixture('elementwise'), fixture('tensor'), '--only', 'ul/2', '--verbose');
    expect(status).toBe(0);
    expect(out).toContain('\n  passed: mul/2+2\n');
    expect(out).toContain('\n  passed: matmul/2x3+3x1\n');
    expect(out).toMatch(/\n2 passed, 0 failed, 0 skipped\n$/);
  });

  it('runs on the backend that is named', async () => {
    expect((await run(fixture('tensor'), '--backend', 'reference')).status).toBe(0);
  });

  it('prints its usage', async () => {
    const { status, out } = await run('--help');
    expect(status).toBe(0);
    expect(out).toContain('Usage: npm run conformance -- FILE...');
  });

  it.each<[string, string[], string]>([
    ['no file', [], 'no file is given'],
    ['an unknown option', ['--fast'], "Unknown option '--fast'"],
    ['an option without its value', [fixture('tensor'), '--only'], "Option '--only <value>' argument missing"],
    [
      'an unknown backend',
      [fixture('tensor'), '--backend', 'cuda'],
      "no backend 'cuda'; the backends are: reference, wasm, wasm-unfused, wasm-strict",
    ],
    ['a substring of no id', [fixture('tensor'), '--only', 'zzz'], "no case has an id that contains 'zzz'"],
    ['a file that does not exist', [fixture('nothing')], 'cases-nothing.json: ENOENT'],
    ['a folder', [tmpdir()], `cannot read ${tmpdir()}: EISDIR`],
  ])('refuses %s with status 2', async (_, args, message) => {
    const { status, out, err } = await run(...args);
    expect(status).toBe(2);
    expect(out).toBe('');
    expect(err).toContain(message);
  });

  it('refuses damaged files with status 2, naming all of them', async () => {
    const cut = await write('cut.json', (await readFile(fixture('tensor'), 'utf8')).slice(0, 1000));
    const short = await write('short.json', '{"family": "a", "source": "b", "format": 1, "count": 3, "cases": []}');
    const { status, out, err } = await run(fixture('tensor'), cut, short);
    expect(status).toBe(2);
    expect(out).toBe('');
    expect(err).toMatch(/^conformance: .*cut\.json: not JSON.*\nconformance: .*short\.json: 'count' is 3.*\n$/);
  });
});

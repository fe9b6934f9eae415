import { describe, expect, it } from 'vitest';
import { runCommand } from '../src/command.js';
import { parseOptions } from '../src/options.js';
import { benchmarks } from '../src/problems.js';

const names = (...args: string[]): string[] => parseOptions(args).benchmarks.map(({ name }) => name);

describe('parseOptions', () => {
  it('runs everything unless told otherwise', () => {
    const { peers, threads, rounds, json } = parseOptions([]);
    expect(names()).toEqual(benchmarks.map(({ name }) => name));
    expect(peers).toEqual(['torch', 'tfjs', 'jax-js', 'onnxruntime']);
    expect({ threads, rounds, json }).toEqual({ threads: 1, rounds: 15, json: undefined });
  });

  it('selects workloads by name and by family', () => {
    expect(names('--only', 'scalar,mlp')).toEqual(['mlp-b1', 'mlp-b64', 'mlp-b512', 'scalar']);
    expect(names('--only', 'gemm-64')).toEqual(['gemm-64-f32', 'gemm-64-f64']);
  });

  it('takes the other options', () => {
    const options = parseOptions([
      '--peers',
      'tfjs,torch',
      '--threads',
      '2',
      '--json',
      'figures.json',
      '--rounds',
      '3',
    ]);
    expect(options).toMatchObject({ peers: ['torch', 'tfjs'], threads: 2, json: 'figures.json', rounds: 3 });
    expect(parseOptions(['--peers', 'none']).peers).toEqual([]);
  });

  it('draws into a folder, its own if none is given', () => {
    expect(parseOptions([]).scaling).toBeUndefined();
    expect(parseOptions(['--scaling', 'pictures']).scaling).toBe('pictures');
    expect(parseOptions(['--scaling']).scaling).toMatch(/benchmarks.results$/);
  });
});

describe('the command', () => {
  it.each([
    [['--only', 'cooking'], "no workload 'cooking'; the workloads are: gemm-64-f32"],
    [['--peers', 'abacus'], "no peer 'abacus'; the peers are: torch, tfjs"],
    [['--threads', '3'], 'Allowed choices are 1, 2'],
    [['--rounds', 'many'], 'whole number'],
    [['--fast'], "unknown option '--fast'"],
    [['gemm'], 'too many arguments'],
  ])('refuses %j', async (args, message) => {
    let text = '';
    const err = (part: string): void => {
      text += part;
    };
    expect(await runCommand(args, { out: err, err })).toBe(2);
    expect(text).toContain(message);
  });

  it('helps', async () => {
    let text = '';
    const out = (part: string): void => {
      text += part;
    };
    expect(await runCommand(['--help'], { out, err: out })).toBe(0);
    expect(text).toContain('--peers <names>');
  });
});

import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type OracleCase, parseCaseFile } from '../src/case-file.js';
import { operations } from '../src/ops/table.js';
import { runCase, type Verdict } from '../src/run-case.js';

const folder = new URL('./fixtures/', import.meta.url);
const sample: OracleCase[] = readdirSync(folder).flatMap((name) => {
  return [...parseCaseFile(name, readFileSync(new URL(name, folder), 'utf8')).cases];
});

const find = (id: string): OracleCase => {
  const found = sample.find((each) => each.id === id);
  if (found === undefined) throw new Error(`the sample has no case '${id}'`);
  return found;
};

const run = (each: OracleCase): Promise<Verdict> => runCase(each, operations);

/** The case with changes made to a copy of its plain data. */
type Mutable<T> = T extends object ? { -readonly [K in keyof T]: Mutable<T[K]> } : T;

const changed = (id: string, change: (each: Mutable<OracleCase>) => void): OracleCase => {
  const { attributes, tags, ...data } = find(id);
  const copy = { ...structuredClone(data), attributes, tags: new Set(tags) };
  change(copy as unknown as Mutable<OracleCase>);
  return copy;
};

const failure = async (each: OracleCase): Promise<string> => {
  const verdict = await run(each);
  expect(verdict.status).toBe('failed');
  return verdict.status === 'failed' ? verdict.differences.join('\n') : '';
};

const open = ['relu/3/at-zero', 'log/1/at-zero'];
const missing = ['no_such_op/1'];

describe('the sample', () => {
  it.each(sample.map(({ id }) => id).filter((id) => ![...open, ...missing].includes(id)))('%s passes', async (id) => {
    expect(await run(find(id))).toEqual({ status: 'passed' });
  });

  it.each(open)('%s differs by convention', async (id) => {
    expect((await run(find(id))).status).toBe('convention');
  });

  it('skips and names an op that does not exist', async () => {
    expect(await run(find('no_such_op/1'))).toEqual({ status: 'skipped', op: 'no_such_op' });
  });
});

describe('a planted mistake is reported', () => {
  it('in a value', async () => {
    const each = changed('mul/2+2', ({ outputs }) => {
      (outputs?.[0]?.data as number[])[1] = -0.4;
    });
    expect(await failure(each)).toMatch(/^output at \[1\]: got -0\.5, expected -0\.4, off by 0\.100/);
  });

  it('in a gradient', async () => {
    const each = changed('matmul/2x3+3x1', ({ grads }) => {
      (grads?.[1]?.data as number[])[2] = 64;
    });
    expect(await failure(each)).toMatch(/^grads\[1\] at \[2, 0\]: got 63, expected 64/);
  });

  it('in a second derivative, in the inputs', async () => {
    const each = changed('tanh/2', ({ second }) => {
      (second?.grads[0]?.data as number[])[0] = 0;
    });
    expect(await failure(each)).toMatch(/^second\.grads at \[0\]: got -1\.0/);
  });

  it('in a second derivative, in the cotangent, which forward mode sees too', async () => {
    const each = changed('tanh/2', ({ second }) => {
      (second?.cotangentGrads[0]?.data as number[])[1] = 1;
    });
    expect(await failure(each)).toMatch(/second\.cotangent_grads at \[1\][\s\S]*\nforward-mode tangents at \[1\]/);
  });

  it('in a number of outputs', async () => {
    const each = changed('split/5/sizes=[2 3]', (copy) => {
      copy.outputs = copy.outputs?.slice(0, 1);
      copy.cotangents = copy.cotangents?.slice(0, 1);
    });
    expect(await failure(each)).toContain('output: got 2 tensors, the case has 1 tensor');
  });

  it('in a shape', async () => {
    const each = changed('add/2x1+3', ({ outputs }) => {
      if (outputs?.[0]) outputs[0].shape = [3, 2];
    });
    expect(await failure(each)).toContain('output: got shape [2, 3], expected [3, 2]');
  });

  it('in a dtype', async () => {
    const each = changed('argmax/2x3/axis=1', ({ outputs }) => {
      if (outputs?.[0]) outputs[0].dtype = 'float64';
    });
    expect(await failure(each)).toContain('output: got dtype int32, expected float64');
  });

  it('in a float32 value, and in a float32 gradient', async () => {
    // Both the recorded and the float64 answer: a recorded one that is far off allows for errors of its size.
    const value = changed('exp/3/f32', ({ outputs, outputs64 }) => {
      for (const tensors of [outputs, outputs64]) (tensors?.[0]?.data as number[])[2] = 25.8;
    });
    expect(await failure(value)).toMatch(
      /^output at \[2\]: got 25\.790\d+, expected 25\.8 \(recorded in float32: 25\.8\)/,
    );
    const gradient = changed('exp/3/f32', ({ grads, grads64 }) => {
      for (const tensors of [grads, grads64]) (tensors?.[0]?.data as number[])[2] = 25.8;
    });
    expect(await failure(gradient)).toMatch(/^grads at \[2\]: got 25\.790\d+, expected 25\.8/);
  });

  it('in the path and the losses of an optimizer', async () => {
    const path = changed('optimizer_sgd/quadratic', ({ outputs }) => {
      (outputs?.[0]?.data as number[])[3] = 1.126;
    });
    expect(await failure(path)).toContain('output at [3, 0]: got 1.125, expected 1.126');
    const losses = changed('optimizer_sgd/quadratic', (copy) => {
      (copy.losses?.data as number[])[0] = 1.6;
    });
    expect(await failure(losses)).toContain('losses at [0]: got 1.5, expected 1.6');
  });

  it('in a named number, or where there is none of that name', async () => {
    const each = changed('init_xavier_uniform/2x4', (copy) => {
      copy.result = { bound: 2.5, gain: 1 };
    });
    expect(await failure(each)).toMatch(
      /^result\.bound: got (2|1\.9+)\d*, expected 2\.5[\s\S]*\nresult\.gain: got none/,
    );
  });

  it('in an input that the op does not take', async () => {
    const each = changed('add/2x1+3', ({ inputs }) => {
      if (inputs[1]) inputs[1].name = 'z';
    });
    expect(await failure(each)).toContain("there is no input 'z'; the op takes x, y");
  });

  it('in a missing cotangent', async () => {
    const each = changed('add/2x1+3', (copy) => {
      copy.cotangents = undefined;
    });
    expect(await failure(each)).toContain('one cotangent for each output');
  });
});

describe('a tag', () => {
  const wrongGradient = (...tags: string[]): OracleCase =>
    changed('tanh/2', (copy) => {
      copy.tags = new Set(tags) as never;
      (copy.grads?.[0]?.data as number[])[0] = 7;
    });
  const wrongValue = (...tags: string[]): OracleCase =>
    changed('tanh/2', (copy) => {
      copy.tags = new Set(tags) as never;
      (copy.outputs?.[0]?.data as number[])[0] = 7;
    });

  it.each(['subgradient', 'jump', 'degenerate'])('%s leaves gradients open', async (tag) => {
    expect((await run(wrongGradient('extra', tag))).status).toBe('convention');
  });

  it.each(['jump', 'degenerate'])('%s leaves values open', async (tag) => {
    expect((await run(wrongValue(tag))).status).toBe('convention');
  });

  it('subgradient does not excuse a value', async () => {
    expect(await failure(wrongValue('subgradient'))).toContain('output at [0]');
  });

  it.each(['extra', 'empty', 'nan'])('%s excuses nothing', async (tag) => {
    expect((await run(wrongGradient(tag))).status).toBe('failed');
  });

  it('excuses no wrong shape', async () => {
    const each = changed('log/1/at-zero', ({ outputs }) => {
      if (outputs?.[0]) outputs[0].shape = [1, 1];
    });
    expect((await run(each)).status).toBe('failed');
  });
});

describe('a graph', () => {
  it('with an op that does not exist is skipped under the name of that op', async () => {
    const each = changed('graph/2/detach', (copy) => {
      const nodes = [{ id: 'y', op: 'no_such_op', inputs: ['x'], attrs: {} }];
      copy.attributes = find('graph/2/detach').attributes.with({ nodes }) as never;
    });
    expect(await run(each)).toEqual({ status: 'skipped', op: 'no_such_op' });
  });

  it('with a reference to nothing fails, saying which', async () => {
    const each = changed('graph/2/detach', (copy) => {
      copy.attributes = find('graph/2/detach').attributes.with({ output: 'z' }) as never;
    });
    expect(await failure(each)).toContain("the graph has no value 'z' at this point");
  });
});

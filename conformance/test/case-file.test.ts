import { describe, expect, it } from 'vitest';
import { parseCaseFile } from '../src/case-file.js';
import { CaseFileError } from '../src/json-reader.js';

const neg = {
  id: 'neg/2',
  op: 'neg',
  attrs: {},
  dtype: 'float64',
  inputs: [{ name: 'x', shape: [2], data: [1, 2] }],
  output: { shape: [2], data: [-1, -2] },
};

const file = (...cases: unknown[]): Record<string, unknown> => ({
  family: 'unary',
  source: 'by hand',
  format: 1,
  count: cases.length,
  cases,
});

const parse = (content: unknown): ReturnType<typeof parseCaseFile> => parseCaseFile('f.json', JSON.stringify(content));

describe('parseCaseFile', () => {
  it('reads tensors, tags and named numbers', () => {
    const { family, cases } = parse(
      file({
        ...neg,
        dtype: 'float32',
        inputs: [
          { name: 'x', shape: [3], data: ['NaN', 'Infinity', '-Infinity'] },
          { name: 'i', shape: [], data: [7], dtype: 'int64' },
          { name: 'b', shape: [2], data: [true, false], dtype: 'bool' },
        ],
        tags: ['nan'],
        output_tol: { rtol: 1e-3, atol: 0 },
      }),
    );
    expect(family).toBe('unary');
    const [only] = cases;
    expect(only?.inputs.map(({ dtype }) => dtype)).toEqual(['float32', 'int32', 'bool']);
    expect(only?.inputs[0]?.data).toEqual([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]);
    expect(only?.inputs[2]?.data).toEqual([1, 0]);
    expect(only?.tags).toEqual(new Set(['nan']));
    expect(only?.outputTolerance).toEqual({ relative: 1e-3, absolute: 0 });
  });

  it('evaluates rules, rounded to the dtype of the case', () => {
    const { cases } = parse(file({ ...neg, dtype: 'float32', inputs: [{ name: 'x', shape: [2], rule: 'i/10' }] }));
    expect(Array.from(cases[0]?.inputs[0]?.data ?? [])).toEqual([0, Math.fround(0.1)]);
    expect(cases[0]?.inputs[0]?.hasRule).toBe(true);
  });

  it('takes a single output and a list alike', () => {
    const several = { ...neg, output: undefined, outputs: [neg.output, neg.output], cotangents: [neg.output, null] };
    const { cases } = parse(file(neg, several));
    expect(cases.map(({ outputs }) => outputs?.length)).toEqual([1, 2]);
    expect(cases[1]?.cotangents?.[1]).toBeNull();
  });

  it.each<[string, unknown, string]>([
    ['another format', { ...file(neg), format: 2 }, 'format is 2; this runner reads format 1'],
    ['no cases', { ...file(), cases: undefined }, "'cases' is missing"],
    ['no family', { ...file(), family: 3 }, "'family' is missing or not a string"],
    ['lost cases', { ...file(neg), count: 2 }, "'count' is 2, but there are 1 cases"],
    ['a case that is no object', file(3), 'case 0: expected an object, got 3'],
    ['no id', file({ ...neg, id: undefined }), "case 0: 'id' is missing"],
    ['no op', file({ ...neg, op: 1 }), "case 0 (neg/2): 'op' is missing or not a string"],
    ['an unknown dtype', file({ ...neg, dtype: 'float16' }), "(neg/2): 'dtype' is neither"],
    ['no attributes', file({ ...neg, attrs: null }), "(neg/2): 'attrs' is missing"],
    ['no output', file({ ...neg, output: undefined }), "(neg/2): 'output' is missing"],
    ['two kinds of output', file({ ...neg, outputs: [] }), "'outputs' is there beside 'output'"],
    [
      'elements that do not fill the shape',
      file({ ...neg, inputs: [{ name: 'x', shape: [3], data: [1, 2] }] }),
      "inputs[0]: 'data' has 2 elements; shape [3] needs 3",
    ],
    ['a wrong shape', file({ ...neg, output: { shape: [-1], data: [] } }), "output: 'shape' holds -1"],
    ['a wrong element', file({ ...neg, output: { shape: [1], data: ['1'] } }), 'output: \'data\' holds "1"'],
    [
      'a fraction among integers',
      file({ ...neg, output: { shape: [1], data: [0.5], dtype: 'int64' } }),
      "'data' holds 0.5, which is not an integer of 32 bits",
    ],
    ['a broken rule', file({ ...neg, inputs: [{ name: 'x', shape: [1], rule: '1+' }] }), "'rule' is unreadable"],
    ['tags that are no strings', file({ ...neg, tags: [1] }), "'tags' is not a list of strings"],
    ['a second without weights', file({ ...neg, second: {} }), "second: 'weights' is missing"],
  ])('refuses %s', (_, content, message) => {
    expect(() => parse(content)).toThrow(CaseFileError);
    expect(() => parse(content)).toThrow(message);
    expect(() => parse(content)).toThrow('f.json');
  });

  it('refuses what is not JSON, as a file that was cut off', () => {
    expect(() => parseCaseFile('f.json', JSON.stringify(file(neg)).slice(0, -5))).toThrow('f.json: not JSON');
  });
});

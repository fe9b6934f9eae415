import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as namespace from '@adjoint/core';
import { type AnyTensor, type DType, type Shape, type Tensor, tensor } from '@adjoint/core';
import { describe, expect, it } from 'vitest';
import type { Equal } from './equal.js';

/** As an object: its members are called by computed names. */
const core = { ...namespace };

const x = tensor([
  [1, 2, 3],
  [4, 5, 6],
]);
const row = tensor([1, 2, 3], 'float64');
const column = tensor([[1], [2]], 'int32');
const whole = tensor(
  [
    [1, 2, 3],
    [4, 5, 6],
  ],
  'int32',
);
const truth = tensor([
  [true, false, true],
  [false, true, false],
]);
const index = tensor([0, 1, 0, 1], 'int32');

/** Compiles only where the static type of the tensor is exactly this shape and dtype, and checks the values alike. */
function is<T extends AnyTensor, const S extends Shape, const D extends DType>(
  value: T,
  shape: S,
  dtype: D,
  ..._: Equal<T, Tensor<[...S], D>> extends true ? [] : ['the static type is', T]
): void {
  expect(value.shape).toEqual(shape);
  expect(value.dtype).toBe(dtype);
}

/** The same where some sizes are known only at run time: `Static` is the shape for the compiler. */
function like<Static extends Shape>() {
  return <T extends AnyTensor, const D extends DType>(
    value: T,
    shape: Static,
    dtype: D,
    ..._: Equal<T, Tensor<Static, D>> extends true ? [] : ['the static type is', T]
  ): void => {
    expect(value.shape).toEqual(shape);
    expect(value.dtype).toBe(dtype);
  };
}

const sameUnary = ['abs', 'ceil', 'floor', 'neg', 'relu', 'round', 'sign', 'square', 'trunc'] as const;
const floatUnary = [
  'acos',
  'acosh',
  'asin',
  'asinh',
  'atan',
  'atanh',
  'cos',
  'cosh',
  'erf',
  'erfc',
  'exp',
  'exp2',
  'expm1',
  'log',
  'log10',
  'log1p',
  'log2',
  'reciprocal',
  'rsqrt',
  'sigmoid',
  'sin',
  'sinh',
  'softplus',
  'sqrt',
  'tan',
  'tanh',
] as const;
const boolUnary = ['isFinite', 'isNaN'] as const;
const binary = ['add', 'floorDivide', 'fmod', 'maximum', 'minimum', 'mul', 'pow', 'remainder', 'sub'] as const;
const floatBinary = ['atan2', 'div', 'hypot', 'logaddexp'] as const;
const comparisons = ['eq', 'ge', 'gt', 'le', 'lt', 'ne'] as const;
const connectives = ['logicalAnd', 'logicalOr', 'logicalXor'] as const;
const choices = ['max', 'min'] as const;
const sums = ['prod', 'sum'] as const;
const floatReductions = ['logsumexp', 'mean', 'std', 'variance'] as const;
const quantifiers = ['all', 'any'] as const;
const positions = ['argmax', 'argmin'] as const;
const runs = ['cumprod', 'cumsum'] as const;
const likes = ['onesLike', 'zerosLike'] as const;
const fills = ['ones', 'zeros'] as const;
const triangles = ['tril', 'triu'] as const;

/** Ops of one type each. A family is called through the union of its members' types, so each of them must fit. */
const families: readonly (readonly [readonly string[], (name: never) => void])[] = [
  [
    sameUnary,
    (name: (typeof sameUnary)[number]) => {
      is(core[name](x), [2, 3], 'float32');
      is(core[name](whole), [2, 3], 'int32');
      is(x[name](), [2, 3], 'float32');
    },
  ],
  [
    floatUnary,
    (name: (typeof floatUnary)[number]) => {
      is(core[name](row), [3], 'float64');
      is(core[name](whole), [2, 3], 'float32');
      is(row[name](), [3], 'float64');
    },
  ],
  [
    boolUnary,
    (name: (typeof boolUnary)[number]) => {
      is(core[name](x), [2, 3], 'bool');
      is(x[name](), [2, 3], 'bool');
    },
  ],
  [
    binary,
    (name: (typeof binary)[number]) => {
      is(core[name](x, row), [2, 3], 'float64');
      is(core[name](column, 2), [2, 1], 'int32');
      is(core[name](2, column), [2, 1], 'int32');
      is(x[name](column), [2, 3], 'float32');
    },
  ],
  [
    floatBinary,
    (name: (typeof floatBinary)[number]) => {
      is(core[name](x, row), [2, 3], 'float64');
      is(core[name](column, column), [2, 1], 'float32');
      is(x[name](column), [2, 3], 'float32');
    },
  ],
  [
    comparisons,
    (name: (typeof comparisons)[number]) => {
      is(core[name](x, row), [2, 3], 'bool');
      is(x[name](0), [2, 3], 'bool');
    },
  ],
  [
    connectives,
    (name: (typeof connectives)[number]) => {
      is(core[name](truth, tensor([true])), [2, 3], 'bool');
      is(truth[name](truth), [2, 3], 'bool');
    },
  ],
  [
    choices,
    (name: (typeof choices)[number]) => {
      is(core[name](whole), [], 'int32');
      is(core[name](x, -1), [2], 'float32');
      is(x[name]([0], true), [1, 3], 'float32');
    },
  ],
  [
    sums,
    (name: (typeof sums)[number]) => {
      is(core[name](truth), [], 'int32');
      is(core[name](x, 0), [3], 'float32');
      is(x[name]([0, 1], true), [1, 1], 'float32');
    },
  ],
  [
    floatReductions,
    (name: (typeof floatReductions)[number]) => {
      is(core[name](whole), [], 'float32');
      is(core[name](row, 0), [], 'float64');
      is(core[name](x, 1, true), [2, 1], 'float32');
    },
  ],
  [
    quantifiers,
    (name: (typeof quantifiers)[number]) => {
      is(core[name](x), [], 'bool');
      is(truth[name](1), [2], 'bool');
    },
  ],
  [
    positions,
    (name: (typeof positions)[number]) => {
      is(core[name](x), [], 'int32');
      is(x[name](1, true), [2, 1], 'int32');
    },
  ],
  [
    runs,
    (name: (typeof runs)[number]) => {
      is(core[name](x, 0), [2, 3], 'float32');
      is(truth[name](1), [2, 3], 'int32');
    },
  ],
  [likes, (name: (typeof likes)[number]) => is(core[name](column), [2, 1], 'int32')],
  [
    fills,
    (name: (typeof fills)[number]) => {
      is(core[name]([2, 3]), [2, 3], 'float32');
      is(core[name]([], 'bool'), [], 'bool');
    },
  ],
  [
    triangles,
    (name: (typeof triangles)[number]) => {
      is(core[name](whole, 1), [2, 3], 'int32');
      is(x[name](), [2, 3], 'float32');
    },
  ],
];

const single: Record<string, () => void> = {
  arange: () => {
    is(core.arange(4), [4], 'int32');
    like<[number]>()(core.arange(1, 2, 0.5), [2], 'float32');
    like<[number]>()(core.arange(0, 4, 2, 'float64'), [2], 'float64');
  },
  cast: () => is(x.cast('uint8'), [2, 3], 'uint8'),
  chunk: () => {
    for (const piece of x.chunk(3, 1)) like<[2, number]>()(piece, [2, 1], 'float32');
  },
  clip: () => {
    is(x.clip(0, 1), [2, 3], 'float32');
    is(core.clip(whole, 0), [2, 3], 'int32');
    is(whole.clip(0.5, 1), [2, 3], 'float32');
  },
  concat: () => is(core.concat([x, whole], -1), [2, 6], 'float32'),
  diag: () => {
    like<[number, number]>()(row.diag(1), [4, 4], 'float64');
    like<[number]>()(core.diag(whole), [2], 'int32');
  },
  diagonal: () => like<[5, number]>()(core.ones([5, 4, 4]).diagonal(1), [5, 3], 'float32'),
  dot: () => is(row.dot(tensor([1, 2, 3])), [], 'float64'),
  einsum: () => is(core.einsum('ij,j->i', x, row), [2], 'float64'),
  expand: () => is(column.expand([4, 2, 3]), [4, 2, 3], 'int32'),
  eye: () => {
    is(core.eye(3), [3, 3], 'float32');
    is(core.eye(2, 3, 'bool'), [2, 3], 'bool');
  },
  flatten: () => is(core.ones([2, 3, 4]).flatten(1), [2, 12], 'float32'),
  flip: () => is(x.flip(0), [2, 3], 'float32'),
  fromArray: () => is(core.fromArray(new Float64Array(6), [3, 2]), [3, 2], 'float64'),
  full: () => is(core.full([2], 3, 'int32'), [2], 'int32'),
  fullLike: () => is(core.fullLike(column, 3), [2, 1], 'int32'),
  gather: () => is(x.gather(tensor([[0], [1]], 'int32'), 1), [2, 1], 'float32'),
  lerp: () => is(x.lerp(row, 0.5), [2, 3], 'float64'),
  linspace: () => is(core.linspace(0, 1, 5), [5], 'float32'),
  logicalNot: () => is(truth.logicalNot(), [2, 3], 'bool'),
  matmul: () => {
    is(x.matmul(core.ones([3, 4])), [2, 4], 'float32');
    is(core.matmul(core.ones([5, 2, 3]), row), [5, 2], 'float64');
  },
  moveAxis: () => is(core.ones([2, 3, 4]).moveAxis(0, -1), [3, 4, 2], 'float32'),
  norm: () => is(x.norm(2, 1), [2], 'float32'),
  oneHot: () => {
    is(index.oneHot(3), [4, 3], 'float32');
    is(core.oneHot(index, 3, 'bool'), [4, 3], 'bool');
  },
  outer: () => is(row.outer(index), [3, 4], 'float64'),
  pad: () =>
    is(
      x.pad([
        [1, 0],
        [0, 2],
      ]),
      [3, 5],
      'float32',
    ),
  permute: () => is(core.ones([2, 3, 4]).permute([2, 0, 1]), [4, 2, 3], 'float32'),
  randomBernoulli: () => is(core.randomBernoulli([2, 3], 0.5), [2, 3], 'bool'),
  randomNormal: () => is(core.randomNormal([2], { dtype: 'float64' }), [2], 'float64'),
  randomPermutation: () => is(core.randomPermutation(5), [5], 'int32'),
  randomUniform: () => is(core.randomUniform([2, 3]), [2, 3], 'float32'),
  repeat: () => is(x.repeat(2, 0), [4, 3], 'float32'),
  reshape: () => is(x.reshape([3, -1]), [3, 2], 'float32'),
  roll: () => is(x.roll(1, 0), [2, 3], 'float32'),
  scatterAdd: () =>
    is(core.zeros([2, 3]).scatterAdd(tensor([[0], [1]], 'int32'), tensor([[1], [2]]), 1), [2, 3], 'float32'),
  slice: () => is(x.slice(1, [0, 2]), [2], 'float32'),
  split: () => {
    const [first, second] = x.split([1, 2], 1);
    is(first, [2, 1], 'float32');
    is(second, [2, 2], 'float32');
  },
  squeeze: () => is(column.squeeze(1), [2], 'int32'),
  stack: () => is(core.stack([x, x], 1), [2, 2, 3], 'float32'),
  stopGradient: () => is(x.stopGradient(), [2, 3], 'float32'),
  take: () => is(x.take(index, 1), [2, 4], 'float32'),
  tensor: () => is(tensor([[[true]]]), [1, 1, 1], 'bool'),
  tile: () => is(x.tile([2, 1]), [4, 3], 'float32'),
  trace: () => is(core.ones([3, 3], 'int32').trace(), [], 'int32'),
  transpose: () => is(x.transpose(), [3, 2], 'float32'),
  unbind: () => {
    const [first, second] = x.unbind();
    is(first, [3], 'float32');
    is(second, [3], 'float32');
  },
  unsqueeze: () => is(x.unsqueeze(1), [2, 1, 3], 'float32'),
  where: () => is(truth.where(x, row), [2, 3], 'float64'),
};

describe('what the compiler says of an op is what the op gives', () => {
  it.each(families.flatMap(([names, check]) => names.map((name) => [name, check] as const)))('%s', (name, check) => {
    check(name as never);
  });

  it.each(Object.entries(single))('%s', (_, check) => check());

  it('is asked of every op', async () => {
    const folder = fileURLToPath(new URL('../../src/ops/', import.meta.url));
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
    const modules: Record<string, unknown>[] = await Promise.all(files.map((file) => import(`${folder}${file}`)));
    const fromOps = new Set<unknown>(modules.flatMap((module) => Object.values(module)));
    const ops = Object.entries(core).filter(([, value]) => typeof value === 'function' && fromOps.has(value));
    const asked = new Set<unknown>([...families.flatMap(([names]) => names), ...Object.keys(single), 'var']);
    expect(ops.map(([name]) => name).filter((name) => !asked.has(name))).toEqual([]);
  });
});

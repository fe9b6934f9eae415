import { type AnyTensor } from '@adjoint/core';
import { awayFromKinks, broadcastableTensors, checkGradients, distinct, holdsForOp, lawsOfOp, tensors, wellConditioned, indices, wellConditionedMatrices, GradientCheckError } from '@adjoint/testing';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const any = { values: awayFromKinks([0]) };
const pos = wellConditioned({ positive: true });
const un = (f: (x: AnyTensor) => unknown, inputs: fc.Arbitrary<AnyTensor> = tensors(any)) => ({ f, inputs: fc.tuple(inputs) });
const ops: Record<string, any> = {
  mul: { f: (x: AnyTensor, y: AnyTensor) => x.mul(y), inputs: broadcastableTensors(2), broadcasts: true },
  div: { f: (x: AnyTensor, y: AnyTensor) => x.div(y), inputs: broadcastableTensors(2, any), broadcasts: true },
  maximum: { f: (x: AnyTensor, y: AnyTensor) => x.maximum(y), inputs: fc.tuple(tensors({ shape: [2, 3], values: awayFromKinks([0], 0.5) }), tensors({ shape: [3], range: [-0.3, 0.3] })), broadcasts: true },
  exp: un((x) => x.exp()), log: un((x) => x.log(), pos), tan: un((x) => x.tan(), tensors({ range: [-1.4, 1.4] })),
  sqrt: un((x) => x.sqrt(), pos), erf: un((x) => x.erf()), sigmoid: un((x) => x.sigmoid()), abs: un((x) => x.abs()), relu: un((x) => x.relu()),
  softplus: un((x) => x.softplus()), reciprocal: un((x) => x.reciprocal()), tanh: un((x) => x.tanh()), acosh: un((x) => x.acosh(), tensors({ range: [1.1, 4] })),
  logsumexp: un((x) => x.logsumexp()), prod: un((x) => x.prod()), std: un((x) => x.std(undefined as never), distinct({ shape: [2, 3] })), max: un((x) => x.max(), distinct()),
  cumsum: un((x) => x.cumsum(0), tensors({ shape: [3, 2] })), norm: un((x) => x.norm(), pos),
  matmul: { f: (x: AnyTensor, y: AnyTensor) => x.matmul(y), inputs: fc.tuple(tensors({ shape: [2, 3, 4] }), tensors({ shape: [4, 2] })) },
  take: { f: (x: AnyTensor, i: AnyTensor) => x.take(i, 0), inputs: fc.tuple(tensors({ shape: [4, 2] }), indices({ size: 4, shape: [3] })) },
  permute: un((x) => x.permute([1, 0, 2]), tensors({ shape: [2, 3, 2] })),
  det: un((x) => x.diagonal().prod(), wellConditionedMatrices({ rows: 3 })),
  pow: { f: (x: AnyTensor, y: AnyTensor) => x.pow(y), inputs: fc.tuple(wellConditioned({ shape: [3], positive: true }), tensors({ shape: [2, 3] })), broadcasts: true },
  concatself: un((x) => x.flip().mul(x)),
};
for (const [name, op] of Object.entries(ops)) describe(name, () => { for (const { name: law, check } of lawsOfOp(op)) it(law, check); });

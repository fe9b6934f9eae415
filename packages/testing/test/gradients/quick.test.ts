import { type AnyTensor, createNode, fromArray, type Op, tensor } from '@adjoint/core';
import { checkGradients } from '@adjoint/testing';
import { expect, it } from 'vitest';

it('works', () => {
  const x = tensor([[0.3, -1.2], [2, 0.1]], 'float64');
  const y = tensor([0.5, 2], 'float64');
  console.log(checkGradients((a: AnyTensor, b: AnyTensor) => a.mul(b).exp().sum(0), [x, y], { order: 2 }));
  const bad = (op: Op<undefined>) => op;
  const wrong: Op<undefined> = bad({
    name: 'wrongSquare', traits: { elementwise: true },
    shape: ([a]) => (a as AnyTensor).shape, dtype: ([a]) => (a as AnyTensor).dtype,
    vjp: ({ cotangent, inputs }) => cotangent.mul(inputs[0] as AnyTensor),
    batch: ([a]) => createNode(wrong, [a as AnyTensor], undefined),
    lower: () => ({ kind: 'elementwise', expression: { kind: 'unary', instruction: 'square', operand: { kind: 'input', index: 0 } }, numbers: [] }),
  });
  try { checkGradients((a: AnyTensor, b: AnyTensor) => createNode(wrong, [a.mul(b)], undefined).exp(), [x, y], { names: ['x'] }); } catch (e) { console.log(e); }
  expect(1).toBe(1);
});

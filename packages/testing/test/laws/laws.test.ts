import { type AnyTensor, jvp, ones, tensor } from '@adjoint/core';
import {
  broadcastingEqualsExpanding,
  float32MatchesFloat64,
  vjpIsLinear,
  vjpMatchesJvp,
  vmapEqualsLoop,
} from '@adjoint/testing';
import { describe, expect, it } from 'vitest';
import { plant, plantSquare } from '../planted.js';

const x = tensor(
  [
    [0.5, -1.25, 2],
    [1.5, 0.75, -0.5],
  ],
  'float64',
);
const y = tensor([1, 2, -0.5], 'float64');
const product = (a: AnyTensor, b: AnyTensor): AnyTensor => a.mul(b).sin();

describe('vjpIsLinear', () => {
  it('holds for derivatives', () => {
    vjpIsLinear(product, [x, y]);
    vjpIsLinear((a: AnyTensor) => [a.exp(), a.sum(0)], [x]);
    vjpIsLinear((a: AnyTensor) => a.cast('float32').exp(), [x]);
  });

  it.each([
    ['quadratic', (cotangent: AnyTensor, at: AnyTensor) => cotangent.mul(cotangent).mul(at)],
    ['affine', (cotangent: AnyTensor, at: AnyTensor) => cotangent.mul(at).add(0.01)],
    ['clipped', (cotangent: AnyTensor, at: AnyTensor) => cotangent.clip(-1, 1).mul(at)],
    ['absolute', (cotangent: AnyTensor, at: AnyTensor) => cotangent.abs().mul(at)],
  ])('fails for a rule that is %s in the cotangent', (_, rule) => {
    expect(() => vjpIsLinear(plantSquare('nonlinear', rule), [x])).toThrow(
      /the vjp for input 0 \[2, 3\] is not linear in the cotangent: at element \[\d, \d\], vjp\(αv \+ βw\) = /,
    );
  });

  it('does not ask whether the rule is right', () => {
    vjpIsLinear(
      plantSquare('wrongButLinear', (cotangent, at) => cotangent.mul(at)),
      [x],
    );
  });
});

describe('vjpMatchesJvp', () => {
  it('holds for derivatives', () => {
    vjpMatchesJvp(product, [x, y]);
    vjpMatchesJvp((a: AnyTensor) => [a.exp(), a.sum(0)], [x]);
    vjpMatchesJvp((a: AnyTensor, index: AnyTensor) => a.take(index, 1), [x, tensor([0, 2, 2], 'int32')]);
  });

  it('fails where the way back through the cotangent is cut off', () => {
    const cut = plantSquare('cut', (cotangent, at) => cotangent.stopGradient().mul(at).mul(2));
    expect(() => vjpMatchesJvp(cut, [x])).toThrow(/⟨v, Jw⟩ = 0 by forward mode, but ⟨Jᵀv, w⟩ = -?\d/);
  });

  it('fails where the derivative of the rule by the cotangent is wrong', () => {
    const half = plantSquare('half', (cotangent, at) => cotangent.mul(at).add(cotangent.stopGradient().mul(at)));
    expect(() => vjpMatchesJvp(half, [x])).toThrow(/by forward mode/);
  });

  it('compares with what forward mode gives', () => {
    const [, tangent] = jvp((a: AnyTensor) => a.mul(a), [y], [ones([3], 'float64')]);
    expect(tangent.toArray()).toEqual([2, 4, -1]);
  });
});

describe('vmapEqualsLoop', () => {
  const dot = (a: AnyTensor, b: AnyTensor): AnyTensor => a.mul(b).sum();

  it('holds for every way to batch', () => {
    vmapEqualsLoop(dot, [x, x]);
    vmapEqualsLoop(dot, [x, x], { in: 1 });
    vmapEqualsLoop(dot, [x, y], { in: [0, null] });
    vmapEqualsLoop((a: AnyTensor, b: AnyTensor) => a.sub(b), [y, x], { in: [null, -2], out: -1 });
    vmapEqualsLoop((a: AnyTensor) => a.expand([4, 3]).cumsum(0), [x], { out: 1 });
  });

  it('compares trees of results, and results that are no floats', () => {
    vmapEqualsLoop((a: AnyTensor) => ({ largest: a.max(), where: a.argmax(), positive: a.gt(0) }), [x]);
  });

  it('fails where a batching rule mixes examples', () => {
    const mixing = plant({
      name: 'mixing',
      value: (a) => (a as AnyTensor).mul(2),
      vjp: ({ cotangent }) => cotangent.mul(2),
      batch: ([a]) => (a as AnyTensor).flip([0]).mul(2),
    });
    expect(() => vmapEqualsLoop(mixing, [x])).toThrow(
      /vmapEqualsLoop: a float64 tensor of shape \[2, 3\] differs .* at element \[0, 0\]: got 3, expected 1,/,
    );
  });

  it('fails where a batching rule reduces over the examples', () => {
    const reducing = plant({
      name: 'reducing',
      value: (a) => (a as AnyTensor).sum(),
      vjp: ({ cotangent, inputs }) => cotangent.expand((inputs[0] as AnyTensor).shape),
      batch: ([a]) => (a as AnyTensor).sum().expand([2]),
    });
    expect(() => vmapEqualsLoop(reducing, [x])).toThrow(/vmapEqualsLoop: a float64 tensor of shape \[2\] differs/);
  });

  it('refuses to compare nothing', () => {
    expect(() => vmapEqualsLoop(dot, [x, x], { in: null })).toThrow(/hold no example along null/);
  });
});

describe('broadcastingEqualsExpanding', () => {
  it('holds for ops that broadcast', () => {
    broadcastingEqualsExpanding(product, [x, y]);
    broadcastingEqualsExpanding(product, [y, tensor([[1], [2]], 'float64')]);
    broadcastingEqualsExpanding((a: AnyTensor, b: AnyTensor) => a.lt(b), [x, y]);
    broadcastingEqualsExpanding(
      (mask: AnyTensor, a: AnyTensor, b: AnyTensor) => mask.where(a, b),
      [tensor([true, false, true]), x, tensor(3, 'float64')],
    );
  });

  it('fails where the value differs', () => {
    const centred = (a: AnyTensor, b: AnyTensor): AnyTensor => a.add(b.sub(b.sum()));
    expect(() => broadcastingEqualsExpanding(centred, [x, y])).toThrow(/broadcastingEqualsExpanding: the value: /);
  });

  it('fails where the gradient is not summed', () => {
    const wrong = plant({
      name: 'wrongBias',
      value: (a, b) => (a as AnyTensor).add(b as AnyTensor),
      vjp: ({ cotangent, inputs }, index) =>
        index === 1 && (inputs[1] as AnyTensor).shape.length === 1 ? cotangent.mean(0) : cotangent,
    });
    expect(() => broadcastingEqualsExpanding(wrong, [x, y])).toThrow(
      /broadcastingEqualsExpanding: the gradient of input 1: .*at element \[0\]/,
    );
  });
});

describe('float32MatchesFloat64', () => {
  it('holds for ops that keep the dtype', () => {
    float32MatchesFloat64(product, [x, y]);
    float32MatchesFloat64((a: AnyTensor, index: AnyTensor) => a.take(index, 0), [x, tensor([1], 'int32')]);
  });

  it('fails where a constant of another dtype comes in', () => {
    const constant = tensor(2, 'float64');
    expect(() => float32MatchesFloat64((a: AnyTensor) => a.mul(constant), [x])).toThrow(
      /float32MatchesFloat64: result 0: got a float64 tensor of shape \[2, 3\], expected a float32 tensor/,
    );
    const inRule = plantSquare('inRule', (cotangent, at) => cotangent.mul(at).mul(constant));
    expect(() => float32MatchesFloat64(inRule, [x])).toThrow(/the gradient of input 0: got a float64 tensor/);
  });

  it('fails where float32 goes another way', () => {
    const wrong = plantSquare('wrong', (cotangent, at) => cotangent.mul(at).mul(at.dtype === 'float32' ? 1 : 2));
    expect(() => float32MatchesFloat64(wrong, [x])).toThrow(/the gradient of input 0: .* differs/);
  });
});

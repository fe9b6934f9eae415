import {
  type AnyTensor,
  concat,
  currentBackend,
  evaluate,
  grad,
  type Program,
  print,
  step,
  tensor,
  useBackend,
  Variable,
  valueAndGrad,
  zeros,
} from '@adjoint/core';
import { describe, expect, it } from 'vitest';
import { attributesOfAxes } from '../../src/ops/axes.js';

const lowered = (x: AnyTensor): unknown => x.op.lower(x.inputs, x.attributes, x);

/** The names of all steps that a function makes the backend compute. */
function stepsOf(work: () => void): string[] {
  const inner = currentBackend();
  const names: string[] = [];
  useBackend({
    ...inner,
    name: 'listening',
    run(program: Program) {
      names.push(...program.steps.map(({ name }) => name));
      return inner.run(program);
    },
  });
  try {
    work();
  } finally {
    useBackend(inner);
  }
  return names;
}

describe('attributesOfAxes', () => {
  it('is one object for equal lists, and tells others apart', () => {
    const lists = [[], [0], [1], [0, 1], [1, 0], [0, 0], [1, 2], [14], [15], [0, 15], [15, 0], [31, 2]];
    const many = Array.from({ length: 20 }, (_, axis) => axis);
    const all = [...lists, many, [...many].reverse()];
    expect(all.map((axes) => attributesOfAxes([...axes]).axes)).toEqual(all);
    for (const axes of lists.slice(0, 8)) expect(attributesOfAxes([...axes])).toBe(attributesOfAxes([...axes]));
  });
});

describe('lowerings', () => {
  const x = zeros([2, 3]) as AnyTensor;

  it.each<[string, () => AnyTensor]>([
    ['add', () => x.add(zeros([2, 3]))],
    ['relu', () => x.relu()],
    ['cast', () => x.cast('float64')],
    ['where', () => x.gt(0).where(x, x)],
    ['matmul', () => x.matmul(zeros([3, 2]))],
    ['reshape', () => x.reshape([3, 2])],
    ['sum', () => x.sum(0, true)],
    ['stopGradient', () => x.stopGradient()],
  ])('of %s are one object', (_, build) => {
    expect(lowered(build())).toBe(lowered(build()));
  });

  it('of sums over other axes are others', () => {
    expect(lowered(x.sum(0, true))).not.toEqual(lowered(x.sum(1, true)));
  });
});

describe('movement of movement', () => {
  const x = tensor([
    [1, 2, 3],
    [4, 5, 6],
  ]) as AnyTensor;

  it('goes back to the tensor itself', () => {
    expect(x.transpose().transpose()).toBe(x);
    expect(x.reshape([6]).reshape([2, 3])).toBe(x);
    expect(x.permute([1, 0]).reshape([6]).reshape([3, 2]).permute([1, 0])).toBe(x);
  });

  it('makes one node of two', () => {
    const y = zeros([2, 3, 4]) as AnyTensor;
    const turned = y.permute([1, 2, 0]).permute([1, 2, 0]);
    expect(turned.inputs).toEqual([y]);
    expect(turned.attributes).toEqual({ axes: [2, 0, 1] });
    expect(turned.shape).toEqual([4, 2, 3]);
    expect(y.reshape([6, 4]).reshape([24]).inputs).toEqual([y]);
    expect(tensor(2).reshape([1]).expand([3, 4]).inputs[0]?.shape).toEqual([]);
    expect((tensor([2]) as AnyTensor).reshape([1, 1, 1]).expand([3, 4, 5]).toArray()).toEqual(
      new Array(3).fill(new Array(4).fill(new Array(5).fill(2))),
    );
    const shortened = (tensor([[[2]]]) as AnyTensor).reshape([1]).expand([3]);
    expect(shortened.inputs[0]?.shape).toEqual([1]);
    expect(shortened.toArray()).toEqual([2, 2, 2]);
  });

  it('sums no axis that was not repeated', () => {
    const names = print(grad((y: AnyTensor) => y.expand([1, 3]).square().sum())(tensor([1, 2, 3])));
    expect(names.match(/sum/g)).toBeNull();
    const repeated = print(grad((y: AnyTensor) => y.expand([2, 3]).square().sum())(tensor([1, 2, 3])));
    expect(repeated.match(/sum\(.*/)?.[0]).toMatch(/ \{axes: \[0\]\} float32 \[1, 3\]$/);
  });

  it('permutes elements as one after the other does', () => {
    const y = tensor(Array.from({ length: 24 }, (_, index) => index)).reshape([2, 3, 4]) as AnyTensor;
    const first = y.permute([1, 2, 0]);
    const expected = evaluate([first.mul(1)])[0]?.permute([0, 2, 1]) as AnyTensor;
    expect(first.permute([0, 2, 1]).toArray()).toEqual(expected.toArray());
  });

  it('builds on what is computed already', () => {
    const w = new Variable(x);
    const transposed = w.transpose();
    const flat = w.reshape([6]);
    evaluate([transposed, flat]);
    expect(transposed.transpose().inputs).toEqual([transposed]);
    expect(flat.reshape([3, 2]).inputs).toEqual([flat]);
  });

  it('leaves steps nothing to compute of what was passed over', () => {
    const w = new Variable(x);
    const names = stepsOf(() => {
      for (let turn = 0; turn < 4; turn++) {
        w.reshape([6]).reshape([3, 2]).sum();
        w.transpose().transpose().sum();
        step([[w, w.mul(2)]]);
      }
    });
    expect(names).not.toContain('permute');
  });
});

describe('the way back', () => {
  it('does not walk over what is older than the arguments', () => {
    let constant: AnyTensor = tensor(2);
    const first = constant;
    for (let link = 0; link < 10; link++) constant = constant.add(1);
    const { stamp } = first;
    const gradient = grad((x: AnyTensor) => x.mul(constant))(tensor(3));
    expect(first.stamp).toBe(stamp);
    expect(gradient.item()).toBe(12);
  });

  it('tells inputs that lead to an argument from others', () => {
    const frozen = tensor([1, 2]) as AnyTensor;
    const [value, [left, right]] = valueAndGrad(([a, b]: readonly [AnyTensor, AnyTensor]) => {
      const joined = concat([frozen.mul(3), a, frozen, b.mul(a.sum())]) as AnyTensor;
      return joined.mul(joined).sum();
    })([tensor([1, 1]), tensor([2, 3])]);
    expect(value.item()).toBe(9 + 36 + 2 + 5 + 16 + 36);
    expect((right as AnyTensor).toArray()).toEqual([16, 24]);
    expect((left as AnyTensor).toArray()).toEqual([54, 54]);
  });
});

import {
  type AnyTensor,
  compile,
  defaultGenerator,
  Generator,
  grad,
  jvp,
  randomNormal,
  randomUniform,
  seed,
  step,
  type Tensor,
  tensor,
  Variable,
  valueAndGrad,
  vmap,
} from '@adjoint/core';
import { describe, expect, it } from 'vitest';
import { countRuns } from '../../schedule/counting-backend.js';

/** Calls a function so often that the last calls are replays, and gives what each returned. */
function calls<Result>(call: (turn: number) => Result, count = 5): Result[] {
  return Array.from({ length: count }, (_, turn) => call(turn));
}

describe('compile', () => {
  it('gives what the function gives, at each call for other arguments', () => {
    const f = (x: AnyTensor, y: AnyTensor) => x.mul(y).exp().sum(0);
    const compiled = compile(f);
    for (let turn = 0; turn < 5; turn++) {
      const x = tensor([0.1 * turn, 0.2, -turn]);
      const y = tensor([1, turn, 0.5]);
      expect(compiled(x, y).dataSync()).toEqual(f(x, y).dataSync());
    }
  });

  it('builds the graph at two calls, and no more', () => {
    let built = 0;
    const compiled = compile((x: AnyTensor) => {
      built++;
      return x.add(1);
    });
    expect(calls((turn) => compiled(tensor(turn)).item())).toEqual([1, 2, 3, 4, 5]);
    expect(built).toBe(2);
  });

  it('computes in one run what a call returns and assigns', () => {
    const count = new Variable(tensor(0), { trainable: false });
    const compiled = compile((x: AnyTensor) => {
      count.assign(count.add(1));
      return { sum: x.sum(), mean: x.mean() };
    });
    const x = tensor([1, 2, 3]);
    for (let turn = 0; turn < 4; turn++) expect(countRuns(() => compiled(x))).toBe(1);
    expect(countRuns(() => compiled(x).mean.item())).toBe(1);
  });

  it('takes and returns trees, and nothing at all', () => {
    const compiled = compile(({ list, scale }: { list: AnyTensor[]; scale: number }) => ({
      scaled: list.map((each) => each.mul(scale)),
      nested: { first: [list[0] as AnyTensor] },
    }));
    for (let turn = 0; turn < 4; turn++) {
      const list = [tensor(turn), tensor([turn, 2])];
      const { scaled, nested } = compiled({ list, scale: 2 });
      expect(scaled.map((each) => each.toArray())).toEqual([2 * turn, [2 * turn, 4]]);
      // What the function hands through is the argument itself.
      expect(nested.first[0]).toBe(list[0]);
    }
    const state = new Variable(tensor(0));
    const nothing = compile(() => state.assign(state.add(2)));
    expect(calls(() => nothing())).toEqual([undefined, undefined, undefined, undefined, undefined]);
    expect(state.item()).toBe(10);
  });

  it('returns what is there already as it is: Variables, and tensors from outside', () => {
    const w = new Variable(tensor(1));
    const constant = tensor(7);
    const compiled = compile((x: AnyTensor) => ({ w, constant, zero: x.sub(x), made: tensor([3]) }));
    for (let turn = 0; turn < 4; turn++) {
      const result = compiled(tensor(turn));
      expect(result.w).toBe(w);
      expect(result.constant).toBe(constant);
      expect(result.zero.item()).toBe(0);
      expect(result.made.toArray()).toEqual([3]);
    }
  });

  it('evaluates lazy arguments, and takes Variables by value', () => {
    const w = new Variable(tensor(2));
    const compiled = compile((x: AnyTensor, v: AnyTensor) => x.mul(v));
    for (let turn = 0; turn < 5; turn++) {
      w.assign(tensor(turn));
      expect(compiled(w.add(1).mul(2), w).item()).toBe((turn + 1) * 2 * turn);
    }
  });

  it('makes another trace for other shapes, dtypes, numbers, strings and nestings', () => {
    let built = 0;
    const compiled = compile((x: AnyTensor | AnyTensor[], by: number | string | boolean | null = null) => {
      built++;
      const first = Array.isArray(x) ? (x[0] as AnyTensor) : x;
      return first.mul(typeof by === 'number' ? by : `${by}`.length);
    });
    const arguments_ = [
      [tensor([1, 2]), 3],
      [tensor([1, 2, 3]), 3],
      [tensor([1, 2], 'int32'), 3],
      [tensor([1, 2]), 4],
      [tensor([1, 2]), -0],
      [tensor([1, 2]), 0],
      [tensor([1, 2]), Number.NaN],
      [tensor([1, 2]), '3'],
      [tensor([1, 2]), true],
      [tensor([1, 2]), null],
      [[tensor([1, 2])], 3],
    ] as const;
    for (let turn = 0; turn < 3; turn++) {
      for (const [x, by] of arguments_) {
        const value = typeof by === 'number' ? by : `${by}`.length;
        const expected = (Array.isArray(x) ? (x[0] as AnyTensor) : (x as AnyTensor)).mul(value).dataSync();
        expect(compiled(x as AnyTensor, by).dataSync()).toEqual(expected);
      }
    }
    expect(built).toBe(2 * arguments_.length);
  });

  it('has the type of the function', () => {
    const exact: (x: Tensor<[2]>) => Tensor<[2]> = compile((x: Tensor<[2]>) => x.exp());
    const generic = compile(<X extends AnyTensor>(x: X) => ({ same: x }));
    const { same }: { same: Tensor<[1, 2]> } = generic(tensor([[1, 2]]));
    const nothing: () => void = compile(() => {});
    // @ts-expect-error numbers are no results
    compile(() => 3);
    // @ts-expect-error the argument has another shape
    expect(() => exact(tensor([1, 2, 3]))).not.toThrow();
    expect([same.shape, nothing()]).toEqual([[1, 2], undefined]);
  });

  it('keeps the traces that were used last, 64 of them', () => {
    let built = 0;
    const compiled = compile((x: AnyTensor, by: number) => {
      built++;
      return x.mul(by);
    });
    const twice = (by: number): void => {
      for (let turn = 0; turn < 2; turn++) expect(compiled(tensor(1), by).item()).toBe(by);
    };
    for (let by = 0; by < 64; by++) twice(by);
    expect(built).toBe(128);
    twice(0);
    expect(built).toBe(128);
    twice(64);
    expect(built).toBe(130);
    twice(0);
    expect(built).toBe(130);
    // This one made room.
    twice(1);
    expect(built).toBe(132);
  });
});

describe('random draws of a compiled function', () => {
  it('are those of the function itself, fresh at each call', () => {
    const own = new Generator(5);
    const f = (x: AnyTensor) => {
      const forked = own.fork();
      const fixed = new Generator(9);
      randomUniform([2]); // drawn, never used
      return [
        x.add(randomNormal([2])),
        randomUniform([2], { generator: forked }),
        randomUniform([2], { generator: forked.fork() }),
        randomNormal([2], { generator: fixed }),
        randomUniform([2], { generator: own }),
      ];
    };
    const runs = [f, compile(f)].map((each) => {
      seed(3);
      own.restore({ seed: 5, stream: 0 });
      const values = calls((turn) => each(tensor([turn, 1])).map((tensor) => tensor.toArray()));
      return { values, after: [defaultGenerator.state(), own.state()] };
    });
    expect(runs[1]).toEqual(runs[0]);
    expect(runs[0]?.values[3]).not.toEqual(runs[0]?.values[4]);
  });

  it('start again where the function seeds them', () => {
    const compiled = compile(() => {
      seed(11);
      return randomNormal([3]);
    });
    seed(11);
    const expected = randomNormal([3]).toArray();
    expect(calls(() => compiled().toArray())).toEqual(Array.from({ length: 5 }, () => expected));
    expect(defaultGenerator.state()).toEqual({ seed: 11, stream: 1 });
  });

  it('follow a seed that is set between calls', () => {
    const compiled = compile(() => randomNormal([3]));
    calls(() => compiled());
    seed(21);
    const replayed = compiled().toArray();
    seed(21);
    expect(replayed).toEqual(randomNormal([3]).toArray());
  });

  it('make another trace where the function reads the seed', () => {
    const generator = new Generator(1);
    const compiled = compile((x: AnyTensor) => x.mul(generator.seed));
    expect(calls(() => compiled(tensor(1)).item(), 3)).toEqual([1, 1, 1]);
    generator.restore({ seed: 4, stream: 0 });
    expect(calls(() => compiled(tensor(1)).item(), 3)).toEqual([4, 4, 4]);
  });
});

describe('Variables in a compiled function', () => {
  it('have the value of each call', () => {
    const w = new Variable(tensor([1, 2]));
    const compiled = compile((x: AnyTensor) => w.mul(x).sum());
    const values = calls((turn) => {
      if (turn % 2 === 1) step([[w, w.add(turn)]]);
      else w.assign(w.mul(2));
      return [
        compiled(tensor([1, 10])).item(),
        w
          .mul(tensor([1, 10]))
          .sum()
          .item(),
      ];
    }, 8);
    for (const [replayed, expected] of values) expect(replayed).toBe(expected);
  });

  it('are constants where a tensor was built from them outside', () => {
    const w = new Variable(tensor(3));
    const captured = w.mul(2);
    const compiled = compile((x: AnyTensor) => captured.add(x).add(w));
    for (let turn = 0; turn < 5; turn++) {
      expect(compiled(tensor(turn)).item()).toBe(6 + turn + 3 + turn);
      step([[w, w.add(1)]]);
    }
    expect(captured.item()).toBe(6);
  });

  it('leave what else is built from them alone', () => {
    const w = new Variable(tensor(3));
    const captured = w.mul(2);
    const compiled = compile((x: AnyTensor) => {
      captured.add(x); // computed by nobody
      return x;
    });
    for (let turn = 0; turn < 3; turn++) compiled(tensor(turn));
    for (let turn = 0; turn < 3; turn++) step([[w, w.add(1)]]);
    // Unread, and used by nothing, so that a step computed it before it lost the value it was built from.
    expect(captured.item()).toBe(6);
  });

  it('are assigned by each call, pending until the next step', () => {
    const mean = new Variable(tensor(0), { trainable: false });
    const weight = new Variable(tensor(1));
    const update = (x: AnyTensor) => {
      mean.assign(mean.mul(0.5).add(x));
      // Sees the new value; the weight is assigned twice, so that the last one counts.
      weight.assign(mean);
      weight.assign(weight.add(1));
      return mean.sub(weight);
    };
    const run = (f: typeof update): number[] => {
      step([
        [mean, tensor(0)],
        [weight, tensor(1)],
      ]);
      return calls((turn) => {
        const before = mean.mul(1);
        const result = f(tensor(turn)).item();
        if (turn % 3 === 2) step();
        return [result, mean.item(), weight.item(), before.item()];
      }, 9).flat();
    };
    expect(run(compile(update))).toEqual(run(update));
  });

  it('swap their values', () => {
    const a = new Variable(tensor(1));
    const b = new Variable(tensor(2));
    const swap = compile(() => {
      const before = a.mul(1);
      a.assign(b);
      b.assign(before);
    });
    for (let turn = 0; turn < 5; turn++) {
      swap();
      expect([a.item(), b.item()]).toEqual(turn % 2 === 0 ? [2, 1] : [1, 2]);
    }
  });

  it('are assigned constants and arguments', () => {
    const a = new Variable(tensor([0, 0]));
    const b = new Variable(tensor([0, 0]));
    const set = compile((x: AnyTensor) => {
      a.assign(x);
      b.assign(tensor([5, 6]));
      return a.add(b);
    });
    for (let turn = 0; turn < 5; turn++) {
      expect(set(tensor([turn, 1])).toArray()).toEqual([turn + 5, 7]);
      expect(a.toArray()).toEqual([turn, 1]);
      expect(b.toArray()).toEqual([5, 6]);
      b.assign(tensor([0, 0]));
    }
  });

  it('may be trained in one: a step by hand', () => {
    const target = tensor([1, -2]);
    const lossOf = (w: AnyTensor) => w.sub(target).square().sum();
    const w = new Variable(tensor([0, 0]));
    const train = compile(() => {
      const [loss, gradient] = valueAndGrad(lossOf)(w);
      w.assign(w.sub(gradient.mul(0.25)));
      return loss;
    });
    const losses = calls(() => train().item());
    expect(losses).toEqual([5, 1.25, 0.3125, 0.078125, 0.01953125]);
    step();
    expect(w.toArray()).toEqual([1 - 0.5 ** 5, -2 + 2 * 0.5 ** 5]);
  });

  it('get gradients from a compiled valueAndGrad, and step outside', () => {
    const lossOf = ({ w }: { w: AnyTensor }, x: AnyTensor) => w.mul(x).square().sum();
    const train = (differentiate: (parameters: { w: AnyTensor }, x: AnyTensor) => [AnyTensor, { w: AnyTensor }]) => {
      const w = new Variable(tensor([1, 2]));
      return calls((turn) => {
        const [loss, gradient] = differentiate({ w }, tensor([1, turn]));
        w.grad = gradient.w;
        step([[w, w.sub(w.grad.mul(0.1))]]);
        return [loss.item(), ...w.dataSync()];
      }, 6);
    };
    const differentiate = valueAndGrad(lossOf);
    expect(train(compile(differentiate))).toEqual(train(differentiate));
  });
});

describe('a compiled function in a transform', () => {
  const f = (x: AnyTensor) => x.square().mul(x).sum();

  it('is the function itself', () => {
    const compiled = compile(f);
    const x = tensor([1, 2]);
    for (let turn = 0; turn < 3; turn++) {
      expect((grad(compiled)(x) as AnyTensor).toArray()).toEqual([3, 12]);
      expect(
        (
          vmap(compiled)(
            tensor([
              [1, 2],
              [3, 4],
            ]),
          ) as AnyTensor
        ).toArray(),
      ).toEqual([9, 91]);
      expect(jvp(compiled, [x], [tensor([1, 0])])[1].item()).toBe(3);
      expect(grad((y: AnyTensor) => grad(compiled)(y).sum())(x).toArray()).toEqual([6, 12]);
      expect(compiled(x).item()).toBe(9);
    }
  });

  it('may hold transforms, and other compiled functions', () => {
    const inner = compile(f);
    let built = 0;
    const outer = compile((x: Tensor<[2]>) => {
      built++;
      const rows = vmap((row: AnyTensor) => inner(row))(x.expand([3, 2])) as AnyTensor;
      return { rows, gradient: grad(inner)(x), plain: inner(x) };
    });
    for (let turn = 0; turn < 4; turn++) {
      const { rows, gradient, plain } = outer(tensor([turn, 2]));
      const value = turn ** 3 + 8;
      expect(rows.toArray()).toEqual([value, value, value]);
      expect(gradient.toArray()).toEqual([3 * turn ** 2, 12]);
      expect(plain.item()).toBe(value);
    }
    expect(built).toBe(2);
  });

  it('lets no gradient through its results otherwise, and says so', () => {
    const w = new Variable(tensor(2));
    const compiled = compile((x: AnyTensor, y: AnyTensor) => ({
      plain: x.mul(3),
      withWeight: x.mul(w),
      stopped: w.mul(x).stopGradient(),
      second: y.mul(2),
      cut: y.stopGradient().mul(x),
    }));
    for (let turn = 0; turn < 4; turn++) {
      const { plain, withWeight, stopped, second, cut } = compiled(tensor(1), w.mul(1));
      for (const lost of [withWeight, second, second.mul(w)]) {
        expect(() => lost.backward()).toThrow(/backward: part of the graph below this loss was let go/);
      }
      for (const free of [plain, stopped, cut]) {
        w.grad = null;
        free.mul(w).backward();
        expect((w.grad as unknown as AnyTensor).item()).toBe(free.item());
      }
    }
    w.trainable = false;
    w.grad = null;
    const v = new Variable(tensor(5));
    compiled(tensor(1), tensor(1)).withWeight.mul(v).backward();
    expect((v.grad as unknown as AnyTensor).item()).toBe(2);
  });
});

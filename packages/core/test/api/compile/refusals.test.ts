import {
  type AnyTensor,
  compile,
  currentBackend,
  defaultGenerator,
  evaluate,
  fromArray,
  grad,
  guard,
  inspect,
  randomNormal,
  seed,
  step,
  tensor,
  useBackend,
  Variable,
  vmap,
  zeroGrad,
} from '@adjoint/core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { assigned } from '../../../src/graph/variable.js';
import { recentCount } from '../../../src/schedule/step.js';

const x = tensor([1, 2]);

describe('a compiled function may not', () => {
  const w = new Variable(tensor([1, 2]), { name: 'w' });
  const refused: readonly (readonly [what: string, f: (x: AnyTensor) => unknown, message: RegExp])[] = [
    [
      'read what depends on an argument',
      (each) => (each.sum().item() > 0 ? each : each.neg()),
      /^compile: the function reads or evaluates a tensor that depends on argument 0, and what it does next may depend on the value; a replay could not follow: use where\(…\) in place of an if, or return the tensor and read the result$/,
    ],
    ['read a Variable', (each) => each.mul(w.dataSync()[0] as number), /depends on the Variable 'w', and what/],
    ['read what depends on a Variable', (each) => each.mul(w.sum().item()), /depends on the Variable 'w', and what/],
    ['read a random draw', (each) => each.mul(randomNormal([]).item()), /depends on a random draw, and what/],
    ['evaluate', (each) => evaluate(each.add(1)), /reads or evaluates a tensor that depends on argument 0/],
    [
      'catch the error of a read',
      (each) => {
        try {
          return each.mul(each.sum().item());
        } catch {
          return each;
        }
      },
      /reads or evaluates a tensor that depends on argument 0/,
    ],
    [
      'call backward',
      (each) => w.mul(each).sum().backward(),
      /sets the gradient of the Variable 'w', as backward\(\) and/,
    ],
    ['forget gradients', () => zeroGrad([w]), /gradient of the Variable 'w', .* compile valueAndGrad\(loss\) instead/],
    ['read a gradient', (each) => each.mul(w.grad as unknown as AnyTensor), /reads or sets the gradient/],
    ['step', () => step([[w, w.mul(2)]]), /^compile: the function makes a step, as optimizers do; .* step outside/],
    [
      'make a Variable',
      (each) => new Variable(each),
      /^compile: the function makes a Variable, .* make it outside, once/,
    ],
    [
      'freeze a Variable',
      () => {
        w.trainable = false;
      },
      /^compile: the function freezes or unfreezes the Variable 'w'; do that before the call$/,
    ],
    [
      'read the state of a generator',
      (each) => each.mul(defaultGenerator.state().stream),
      /^compile: the function reads the state of a Generator, .*; read it outside$/,
    ],
    ['be asynchronous', async (each) => each, /^compile: the function returned a Promise; make it a plain function/],
    [
      'return a number',
      () => ({ list: [x, 3] }),
      /^compile: the function returned a number at \.list\[1\]; return tensors/,
    ],
    ['return null', () => null, /^compile: the function returned an object; return tensors/],
  ];

  it.for(refused)('%s', ([, f, message]) => {
    const compiled = compile(f as (x: AnyTensor) => AnyTensor);
    const before = w.binding;
    const remembered = recentCount();
    seed(4);
    for (let turn = 0; turn < 3; turn++) expect(() => compiled(x)).toThrow(message);
    expect(w.binding).toBe(before);
    expect(w.trainable).toBe(true);
    expect(w.grad).toBeNull();
    expect(recentCount()).toBe(remembered);
    expect(defaultGenerator.state()).toEqual({ seed: 4, stream: 0 });
    expect(w.toArray()).toEqual([1, 2]);
  });

  it('assign an argument', () => {
    const compiled = compile((v: Variable) => v.assign(v.mul(2)));
    expect(() => compiled(w)).toThrow(
      'compile: the function assigns argument 0, a Variable of which it gets the value alone; let it use the Variable ' +
        'itself, from outside, in place of an argument',
    );
  });

  it('keep a tensor for later', () => {
    let kept: AnyTensor | undefined;
    const compiled = compile(({ first }: { first: AnyTensor }) => {
      kept = first.mul(2);
      return first;
    });
    compiled({ first: x });
    expect(() => (kept as AnyTensor).item()).toThrow(/compile: this tensor was made of argument 0\.first while/);
  });
});

describe('the arguments of a compiled function', () => {
  it('are tensors, primitives, arrays and plain objects', () => {
    const compiled = compile((...args: unknown[]) => args[0] as AnyTensor);
    expect(() => compiled(x, { data: [new Float32Array(3)] })).toThrow(
      'compile: argument 1.data[0] is a Float32Array; arguments are tensors and numbers, also in nested arrays and plain ' +
        'objects: wrap data in tensor(…), and let the function close over models and functions',
    );
    expect(() => compiled(() => x)).toThrow('compile: argument 0 is a function; arguments');
    expect(() => compiled(x, new Map())).toThrow('compile: argument 1 is a Map; arguments');
  });
});

describe('a compiled function that does another thing each time', () => {
  const state = { value: 0 };
  const next = (): number => ++state.value;
  const a = new Variable(tensor([1, 2]), { name: 'a' });
  const b = new Variable(tensor([1, 2]), { name: 'b' });
  const odd = (): boolean => next() % 2 === 1;
  const differing: readonly (readonly [what: string, f: (x: AnyTensor) => unknown, message: RegExp])[] = [
    ['a number', (each) => each.mul(next()), /: the run-time number of op 'mul' changed from 1 to 2; let it depend on/],
    ['an exponent', (each) => each.pow(next() + 2), /: what op 'pow' computes changed;/],
    [
      'an axis',
      (each) => each.reshape([1, 1, 2]).cumsum(odd() ? 0 : 1),
      /the parameters of op 'cumsum' changed from .*"axis":0/,
    ],
    [
      'a fill',
      (each) => each.pad([[1, 1]], { value: next() }),
      /parameters of op 'pad' changed from .*"value":1.* to .*"value":2/,
    ],
    ['a number that is none', (each) => each.pad([[1, 1]], { value: odd() ? 0 : -0 }), /op 'pad' changed from .*0.*-0/],
    [
      'an op',
      (each) => (odd() ? each.exp() : each.log()),
      /: step 0 of what it computes was op 'exp' and is now op 'log';/,
    ],
    [
      'the number of ops',
      (each) => (odd() ? each.exp() : each.exp().neg()),
      /: step 1 .* was none and is now op 'neg';/,
    ],
    ['its inputs', (each) => (odd() ? each.sub(a) : a.sub(each)), /: the inputs of op 'sub' changed|with changed from/],
    [
      'a shape',
      (each) => each.expand([next(), 2]),
      /: the result of op 'expand' changed from float32 \[1, 2\] to float32 \[2/,
    ],
    [
      'a constant',
      (each) => each.mul(tensor([1, next()])),
      /: a tensor that it computes with changed at position 1 from 1 to 2/,
    ],
    ['a Variable', (each) => each.mul(odd() ? a : b), /with changed from the Variable 'a' to the Variable 'b';/],
    [
      'a Variable for a constant',
      (each) => each.mul(odd() ? a : tensor([1, 2])),
      /changed from a Variable to a constant;/,
    ],
    [
      'what it assigns',
      (each) => (odd() ? a : b).assign(each),
      /assigns changed from the Variable 'a' to the Variable 'b'/,
    ],
    [
      'how much it assigns',
      (each) => (odd() ? undefined : a.assign(each)),
      /assigns changed from none to the Variable 'a'/,
    ],
    [
      'the number of draws',
      () => (odd() ? x : [randomNormal([1]), x][1]),
      /: the number of random draws changed from 0 to 1;/,
    ],
    [
      'its seeds',
      (each) => {
        seed(next());
        return each;
      },
      /: what it does with random generators changed/,
    ],
    [
      'a filled tensor',
      (each) => each.gt(0).where(next(), 0),
      /: the run-time number of op 'where' changed from 1 to 2;/,
    ],
    [
      'the structure of its result',
      (each) => (odd() ? [each] : { each }),
      /result changed from \[0\] to \{"each":0\}, where/,
    ],
    ['a tensor of its result', (each) => (odd() ? each : x), /: tensor 0 of its result is now another one;/],
    [
      'what it assigns to one',
      (each) => {
        const [exp, neg] = [each.exp(), each.neg()];
        a.assign(odd() ? exp : neg);
        return [exp, neg];
      },
      /: what it assigns to the Variable 'a' is now another tensor;/,
    ],
    [
      'which tensor is where in its result',
      (each) => {
        const [exp, neg] = [each.exp(), each.neg()];
        a.assign(exp);
        b.assign(neg);
        return odd() ? [exp.mul(1), neg] : [neg, exp.mul(1)];
      },
      /: (step|tensor|the inputs)/,
    ],
    [
      'a tensor from outside',
      () => (odd() ? tensor([1]) : tensor([2])),
      /: tensor 0 of its result is now another one;/,
    ],
  ];

  it.for(differing)('is refused at its second call: %s', ([, f, message]) => {
    const compiled = compile(f as (x: AnyTensor) => AnyTensor);
    state.value = 0;
    seed(8);
    compiled(x);
    const stream = defaultGenerator.state();
    const bindings = [a.binding, b.binding];
    expect(() => compiled(x)).toThrow(message);
    expect(() => compiled(x)).toThrow(/^compile: the function does not do the same when it is called again: /);
    expect(defaultGenerator.state()).toEqual(stream);
    expect([a.binding, b.binding]).toEqual(bindings);
  });

  it('may do something once, and is refused only then', () => {
    let first: AnyTensor | undefined;
    const compiled = compile((each: AnyTensor) => {
      if (first !== undefined) return each.mul(first);
      first = tensor([3, 4]);
      return each.mul(first).add(0);
    });
    compiled(x);
    expect(() => compiled(x)).toThrow(/does not do the same/);
    for (let turn = 0; turn < 3; turn++) expect(compiled(x).toArray()).toEqual([3, 8]);
  });
});

describe('guard', () => {
  it('gives what is read, and makes a trace for each value', () => {
    const settings = { scale: 1 };
    let built = 0;
    const compiled = compile((each: AnyTensor) => {
      built++;
      return each.mul(guard(() => settings.scale));
    });
    for (const scale of [1, 1, 1, 2, 2, 2, 1, 2, 1]) {
      settings.scale = scale;
      expect(compiled(x).toArray()).toEqual([scale, 2 * scale]);
    }
    expect(built).toBe(4);
    expect(guard(() => 5)).toBe(5);
  });

  it('may have any number of values', () => {
    const counter = { value: 0 };
    const compiled = compile((each: AnyTensor) => each.mul(guard(() => counter.value)));
    for (counter.value = 1; counter.value < 200; counter.value++) {
      expect(compiled(tensor(1)).item()).toBe(counter.value);
    }
    for (counter.value = 199; counter.value > 0; counter.value--) {
      expect(compiled(tensor(1)).item()).toBe(counter.value);
    }
  });

  it('is asked again where the function sets what it reads', () => {
    const mode = { training: true };
    const compiled = compile((each: AnyTensor) => {
      const before = guard(() => mode.training);
      mode.training = false;
      return each.mul(before ? 1 : 2).add(guard(() => mode.training) ? 10 : 20);
    });
    for (const training of [true, false, false, false, true, true, true, false]) {
      mode.training = training;
      expect(compiled(tensor(1)).item()).toBe(training ? 21 : 22);
      expect(mode.training).toBe(false);
    }
  });

  it('notices that a Variable is frozen', () => {
    const w = new Variable(tensor(2));
    const v = new Variable(tensor(1));
    const compiled = compile((each: AnyTensor) => each.mul(w));
    for (const trainable of [true, true, true, false, false, false, true]) {
      w.trainable = trainable;
      const loss = compiled(tensor(3)).mul(v);
      if (trainable) expect(() => loss.backward()).toThrow(/was let go/);
      else expect(() => loss.backward()).not.toThrow();
    }
  });
});

describe('errors of a compiled function', () => {
  it('leave Variables, generators and later calls as they were', () => {
    const w = new Variable(tensor([1, 2]));
    const compiled = compile((each: AnyTensor, index: AnyTensor) => {
      w.assign(w.mul(2));
      return each.add(randomNormal([2])).take(index);
    });
    const good = tensor([0], 'int32');
    // Not known before it is computed.
    const bad = (): AnyTensor => tensor([7], 'int32').add(0);
    seed(2);
    const state = defaultGenerator.state();
    for (let turn = 0; turn < 2; turn++) {
      expect(() => compiled(x, bad())).toThrow(/take: index 7/);
      expect(defaultGenerator.state()).toEqual(state);
      expect(assigned.has(w)).toBe(false);
    }
    for (let turn = 0; turn < 3; turn++) compiled(x, good);
    const before = [defaultGenerator.state(), w.toArray()];
    expect(before[1]).toEqual([8, 16]);
    expect(() => compiled(x, bad())).toThrow(/take: index 7/);
    expect([defaultGenerator.state(), w.toArray()]).toEqual(before);
    compiled(x, good);
    expect(w.toArray()).toEqual([16, 32]);
  });

  it('are those of the function', () => {
    const compiled = compile((each: AnyTensor) => {
      if (each.shape.length > 1) throw new RangeError('too many axes');
      return each.matmul(tensor([[1], [2]]));
    });
    expect(() => compiled(tensor([[1]]))).toThrow(new RangeError('too many axes'));
    expect(() => compiled(tensor([1, 2, 3]))).toThrow(/^matmul: cannot matmul/);
    expect(compiled(x).toArray()).toEqual([5]);
  });

  it('say that evaluation cannot nest', () => {
    const inner = currentBackend();
    onTestFinished(() => useBackend(inner));
    const compiled = compile((each: AnyTensor) => each.add(1));
    useBackend({
      ...inner,
      run(program) {
        compiled(x);
        return inner.run(program);
      },
    });
    expect(() => x.mul(2).item()).toThrow(/calls a compiled function while it runs; evaluation cannot nest/);
    useBackend(inner);
    expect(compiled(x).toArray()).toEqual([2, 3]);
  });
});

describe('while a function is traced', () => {
  it('what does not depend on the call may be read', () => {
    const table = fromArray(Float32Array.of(1, 2), [2]);
    const compiled = compile((each: AnyTensor) => each.mul(table.sum().item()).add(tensor([1, 2]).max().item()));
    for (let turn = 0; turn < 4; turn++) expect(compiled(x).toArray()).toEqual([5, 8]);
  });

  it('tensors may be shown', () => {
    const shown: string[] = [];
    const compiled = compile((each: AnyTensor) => {
      shown.push(inspect(each.mul(2)));
      return each.mul(2);
    });
    for (let turn = 0; turn < 4; turn++) expect(compiled(x).toArray()).toEqual([2, 4]);
    expect(shown.length).toBe(2);
    expect(shown[0]).toMatch(/^Tensor float32 \[2\] <no value: compile: the function reads/);
  });

  it('a transform says what it always says', () => {
    const compiled = compile((each: AnyTensor) => vmap((one: AnyTensor) => one.mul(one.item()))(each) as AnyTensor);
    expect(() => compiled(x)).toThrow(/a tensor that depends on/);
    const w = new Variable(tensor(0));
    const assigning = compile(
      (each: AnyTensor) =>
        vmap((one: AnyTensor) => {
          w.assign(one);
          return one;
        })(each) as AnyTensor,
    );
    expect(() => assigning(x)).toThrow(/assign: .* inside a transform/);
    expect(w.item()).toBe(0);
  });

  it('the gradients of others are kept', () => {
    const w = new Variable(tensor([3, 4]));
    const loss = w.square().sum();
    loss.backward();
    const compiled = compile((each: AnyTensor) => grad((y: AnyTensor) => y.mul(w).sum())(each));
    for (let turn = 0; turn < 4; turn++) expect(compiled(x).toArray()).toEqual([3, 4]);
    expect((w.grad as unknown as AnyTensor).toArray()).toEqual([6, 8]);
  });
});

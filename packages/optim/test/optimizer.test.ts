import {
  type AnyTensor,
  type Backend,
  fromArray,
  stopGradient,
  type Tensor,
  take,
  tensor,
  useBackend,
  Variable,
} from '@adjoint/core';
import { referenceBackend } from '@adjoint/core/reference';
import {
  adam,
  chain,
  type GradientTransform,
  momentum,
  Optimizer,
  type OptimizerStateDict,
  rmsprop,
  scaleByLearningRate,
  sgd,
  stateless,
} from '@adjoint/optim';
import { afterEach, describe, expect, it } from 'vitest';
import { bytesInUse } from './memory.js';

const vector = (...values: number[]) => fromArray(Float64Array.from(values), [values.length]);
const variable = (name: string, ...values: number[]) => new Variable(vector(...values), { name });
const values = (x: AnyTensor): number[] => [...x.dataSync()];
/** ½ ‖w − target‖², whose gradient is w − target. */
const bowl = (w: AnyTensor, target: number): AnyTensor => w.sub(target).square().sum().mul(0.5);

function train(optimizer: Optimizer, loss: () => AnyTensor, steps: number): void {
  for (let step = 0; step < steps; step++) {
    optimizer.zeroGrad();
    loss().backward();
    optimizer.step();
  }
}

describe('step', () => {
  it('converges on a quadratic to its closed-form minimum', () => {
    // ½ wᵀA w − bᵀw is smallest where A w = b: w = [1, 2].
    const a = fromArray(Float64Array.of(3, 1, 1, 2), [2, 2]);
    const b = vector(5, 5);
    const w = variable('w', -4, 7);
    const loss = (): AnyTensor => w.mul(a.matmul(w)).sum().mul(0.5).sub(b.mul(w).sum());
    train(sgd([w], { learningRate: 0.2, momentum: 0.5 }), loss, 200);
    expect(values(w)[0]).toBeCloseTo(1, 10);
    expect(values(w)[1]).toBeCloseTo(2, 10);
  });

  it('computes the loss in the run of the update', () => {
    const runs: number[] = [];
    const counting: Backend = {
      ...referenceBackend,
      run: (program) => {
        runs.push(program.steps.length);
        return referenceBackend.run(program);
      },
    };
    useBackend(counting);
    const w = variable('w', 1, 2);
    const optimizer = adam([w]);
    const statistics = new Variable(vector(0, 0), { trainable: false });
    const loss = bowl(w, 0);
    statistics.assign(stopGradient(w.mul(3)));
    loss.backward();
    optimizer.step();
    expect(runs.length).toBe(1);
    expect(loss.item()).toBe(2.5);
    expect(values(statistics)).toEqual([3, 6]);
    expect(runs.length).toBe(1);
  });

  it('leaves parameters without a gradient alone, and counts their updates apart', () => {
    const seen = variable('seen', 1);
    const unseen = variable('unseen', 1);
    const optimizer = adam([seen, unseen], { learningRate: 0.1 });
    train(optimizer, () => bowl(seen, 0), 3);
    expect(values(unseen)).toEqual([1]);
    // Its first update is Adam's first: of size η.
    seen.trainable = false;
    train(optimizer, () => bowl(unseen, 0), 1);
    expect(values(unseen)[0]).toBeCloseTo(0.9, 6);
    expect(optimizer.stepCount).toBe(4);
  });

  it('leaves a parameter alone that was frozen meanwhile', () => {
    const w = variable('w', 1);
    const optimizer = sgd([w], { learningRate: 0.1 });
    bowl(w, 0).backward();
    w.trainable = false;
    optimizer.step();
    expect(values(w)).toEqual([1]);
  });

  it('lets two optimizers share parameters', () => {
    const shared = variable('shared', 8);
    const own = variable('own', 4);
    const first = sgd([shared], { learningRate: 0.5 });
    const second = sgd([shared, own], { learningRate: 0.25, momentum: 0.5 });
    bowl(shared, 0).add(bowl(own, 0)).backward();
    first.step();
    expect([values(shared), values(own)]).toEqual([[4], [4]]);
    second.step();
    // Both used the one gradient that backward had added up: 8 and 4.
    expect([values(shared), values(own)]).toEqual([[2], [3]]);
    second.zeroGrad();
    expect(shared.grad).toBeNull();
    bowl(shared, 0).backward();
    first.step();
    expect(values(shared)).toEqual([1]);
  });

  it('changes the structure of no program when the learning rate changes', () => {
    const structures: string[] = [];
    useBackend({
      ...referenceBackend,
      run: (program) => {
        const withoutNumbers = (key: string, value: unknown): unknown => (key === 'numbers' ? undefined : value);
        const slots = program.slots.map(({ shape, dtype }) => ({ shape, dtype }));
        structures.push(
          JSON.stringify({ ...program, slots, sources: program.sources.map(({ slot }) => slot) }, withoutNumbers),
        );
        return referenceBackend.run(program);
      },
    });
    const w = variable('w', 1, 2);
    const optimizer = adam([w], { learningRate: (step) => 1 / (step + 1), weightDecay: 0.1, amsgrad: true });
    train(optimizer, () => bowl(w, 0), 4);
    expect(structures.length).toBe(4);
    expect(structures[2]).toBe(structures[1]);
    expect(structures[3]).toBe(structures[1]);
  });

  it('keeps memory flat', () => {
    const w = new Variable(fromArray(new Float64Array(10_000).fill(3), [10_000]));
    const optimizer = adam([w], { learningRate: 0.01 });
    train(optimizer, () => bowl(w, 0), 50);
    const before = bytesInUse();
    train(optimizer, () => bowl(w, 0), 100);
    // A hundred steps that kept their two moments would hold 16 MB.
    expect(bytesInUse() - before).toBeLessThan(4_000_000);
  });
});

afterEach(() => useBackend(referenceBackend));

describe('a step that fails', () => {
  const snapshot = (optimizer: Optimizer, w: Variable): string => {
    const { step, parameters } = optimizer.stateDict();
    const states = parameters.map((each) => ({
      step: each.step,
      ...Object.fromEntries(Object.entries(each.state).map(([name, tensorOfState]) => [name, values(tensorOfState)])),
    }));
    return JSON.stringify([step, states, values(w), optimizer.stepCount]);
  };

  it('in the evaluation leaves weights, state, gradients and counts as they were, and can be repeated', () => {
    const w = variable('w', 3, 4);
    const twin = variable('twin', 3, 4);
    const optimizer = adam([w], { learningRate: 0.1 });
    const unhindered = adam([twin], { learningRate: 0.1 });
    train(optimizer, () => bowl(w, 0), 2);
    train(unhindered, () => bowl(twin, 0), 3);
    const before = snapshot(optimizer, w);

    optimizer.zeroGrad();
    bowl(w, 0).backward();
    const gradient = w.grad;
    useBackend({
      ...referenceBackend,
      run: () => {
        throw new Error('out of memory');
      },
    });
    expect(() => optimizer.step()).toThrow('out of memory');
    useBackend(referenceBackend);
    expect(w.grad).toBe(gradient);
    expect(snapshot(optimizer, w)).toBe(before);
    optimizer.step();
    expect(values(w)).toEqual(values(twin));
    expect(snapshot(optimizer, w)).toBe(snapshot(unhindered, twin));
  });

  it('on an index that turns out too large names it and changes nothing; without that batch it goes on', () => {
    const w = variable('w', 3, 4);
    const optimizer = sgd([w], { learningRate: 0.1, momentum: 0.9 });
    train(optimizer, () => bowl(w, 0), 1);
    const before = snapshot(optimizer, w);
    const labels = tensor([1, 0], 'int32').add(1);
    take(w, labels).sum().backward();
    expect(() => optimizer.step()).toThrow('index 2 at position [0] is out of range');
    expect(snapshot(optimizer, w)).toBe(before);
    train(optimizer, () => bowl(w, 0), 3);
    expect(optimizer.stepCount).toBe(4);
  });

  it('in a transform or a schedule changes nothing either', () => {
    const w = variable('w', 3);
    const failing = stateless('failing', () => {
      throw new Error('not today');
    });
    const optimizer = new Optimizer([w], chain(momentum(), failing), 0.1);
    bowl(w, 0).backward();
    const before = snapshot(optimizer, w);
    expect(() => optimizer.step()).toThrow('not today');
    expect(snapshot(optimizer, w)).toBe(before);

    const scheduled = sgd([w], { learningRate: (step) => (step < 1 ? 0.1 : Number.NaN) });
    scheduled.step();
    const later = snapshot(scheduled, w);
    expect(() => scheduled.step()).toThrow('its schedule gave NaN at step 1');
    expect(snapshot(scheduled, w)).toBe(later);
  });

  it('because a gradient has another shape or dtype names the parameter', () => {
    const w = variable('w', 3, 4);
    const optimizer = sgd([w], { learningRate: 0.1 });
    w.grad = tensor(1, 'float64');
    expect(() => optimizer.step()).toThrow(
      "the gradient of parameter 'w' is float64 [], but the parameter is float64 [2]",
    );
    w.grad = tensor([1, 2]);
    expect(() => optimizer.step()).toThrow('float32 [2]');
    expect(optimizer.stepCount).toBe(0);
  });

  it('because a transform forgot part of its state says which', () => {
    const w = variable('w', 3);
    const forgetful: GradientTransform = {
      name: 'forgetful',
      init: (parameter) => ({ mean: parameter.mul(0) }),
      update: (gradient) => ({ update: gradient, state: {} }),
    };
    const optimizer = new Optimizer([w], forgetful, 1);
    bowl(w, 0).backward();
    expect(() => optimizer.step()).toThrow("no new value of its state 'mean'");
  });
});

describe('parameters', () => {
  it('come from anything that has them, each once', () => {
    const [a, b] = [variable('a', 1), variable('b', 2)];
    const module = { parameters: () => new Set([a, b]).values() };
    expect(sgd(module, { learningRate: 1 }).parameters).toEqual([a, b]);
    const tied = sgd([a, b, a], { learningRate: 0.5 });
    expect(tied.parameters).toEqual([a, b]);
    bowl(a, 0).backward();
    tied.step();
    expect(values(a)).toEqual([0.5]);
  });

  it('that cannot be trained are refused by name', () => {
    const options = { learningRate: 0.1 };
    const counts = new Variable(tensor([1, 2], 'int32'), { trainable: false, name: 'counts' });
    const frozen = new Variable(vector(1), { trainable: false });
    expect(() => sgd([], options)).toThrow('there are no parameters');
    expect(() => sgd([variable('w', 1), counts], options)).toThrow("parameter 'counts' is int32");
    expect(() => sgd([variable('w', 1), frozen], options)).toThrow('parameter 1 is frozen');
    expect(() => sgd([vector(1) as unknown as Variable], options)).toThrow(
      'expected Variables, got a float64 tensor at position 0',
    );
    expect(() => sgd(['w' as unknown as Variable], options)).toThrow('got string at position 0');
  });
});

describe('learningRate', () => {
  const wrong = [Number.NaN, -0.1, Number.POSITIVE_INFINITY];

  it.each(wrong)('%d is refused, when set too', (rate) => {
    const w = [variable('w', 1)];
    expect(() => sgd(w, { learningRate: rate })).toThrow(RangeError);
    expect(() => adam(w, { learningRate: rate })).toThrow(
      `learningRate: expected a finite number of at least 0, got ${rate}`,
    );
    const optimizer = sgd(w, { learningRate: 0.5 });
    expect(() => {
      optimizer.learningRate = rate;
    }).toThrow(`got ${rate}`);
    expect(optimizer.learningRate).toBe(0.5);
  });

  it('holds from the next step on when it is set', () => {
    const w = variable('w', 8);
    const optimizer = sgd([w], { learningRate: 0.5 });
    train(optimizer, () => bowl(w, 0), 1);
    optimizer.learningRate = 0.25;
    expect(optimizer.learningRate).toBe(0.25);
    train(optimizer, () => bowl(w, 0), 1);
    expect(values(w)).toEqual([3]);
  });

  it('may be a schedule, of the steps that came before', () => {
    const w = variable('w', 8);
    const asked: number[] = [];
    const schedule = (step: number): number => {
      asked.push(step);
      return 0.5 / (step + 1);
    };
    const optimizer = sgd([w], { learningRate: schedule });
    train(optimizer, () => bowl(w, 0), 2);
    expect(values(w)).toEqual([3]);
    expect(asked).toEqual([0, 1]);
    expect(optimizer.learningRate).toBe(0.5 / 3);
  });
});

describe('stateDict', () => {
  const make = (w: Variable) => new Optimizer([w, variable('idle', 1)], chain(momentum(), scaleByLearningRate()), 0.1);

  it('continues to the last digit', () => {
    for (const build of [
      (w: Variable) => sgd([w], { learningRate: (step) => 0.3 / (step + 1), momentum: 0.9, dampening: 0.5 }),
      (w: Variable) => adam([w], { learningRate: 0.3, amsgrad: true }),
      (w: Variable) => rmsprop([w], { learningRate: 0.3, centered: true, momentum: 0.9 }),
    ]) {
      const w = variable('w', 3, -4);
      const optimizer = build(w);
      train(optimizer, () => bowl(w, 1), 5);
      const saved = optimizer.stateDict();
      const there = new Variable(vector(...values(w)));
      train(optimizer, () => bowl(w, 1), 5);

      const resumed = build(there);
      resumed.loadStateDict(saved);
      expect(resumed.stepCount).toBe(5);
      train(resumed, () => bowl(there, 1), 5);
      expect(values(there)).toEqual(values(w));
    }
  });

  it('is a snapshot, which later steps do not change', () => {
    const w = variable('w', 4);
    const optimizer = make(w);
    train(optimizer, () => bowl(w, 0), 1);
    const { parameters } = optimizer.stateDict();
    train(optimizer, () => bowl(w, 0), 4);
    expect(values(parameters[0]?.state['momentum.velocity'] as Tensor)).toEqual([4]);
  });

  it('that does not fit is refused with all that is wrong, and nothing is loaded', () => {
    const w = variable('w', 4);
    const optimizer = make(w);
    train(optimizer, () => bowl(w, 0), 1);
    const before = optimizer.stateDict();
    const wrong = {
      step: -1,
      parameters: [
        { step: 1.5, state: { 'momentum.velocity': vector(1, 2), extra: vector(1) } },
        { step: 0, state: {} },
      ],
    };
    let message = '';
    try {
      optimizer.loadStateDict(wrong);
    } catch (error) {
      message = (error as Error).message;
    }
    for (const part of [
      'step must be an integer of at least 0, got -1',
      "parameter 'w': step must be an integer of at least 0, got 1.5",
      "parameter 'w': 'momentum.velocity' must be float64 [1], got float64 [2]",
      "parameter 'w': 'extra' is unknown",
      "parameter 'idle': 'momentum.velocity' is missing",
    ]) {
      expect(message).toContain(part);
    }
    expect(message.split('\n').length).toBe(6);
    const after = optimizer.stateDict();
    expect(after.step).toBe(before.step);
    expect(values(after.parameters[0]?.state['momentum.velocity'] as Tensor)).toEqual([4]);
  });

  it.each([
    ['null', null, 'step must be an integer'],
    ['another count of parameters', { step: 0, parameters: [] }, 'there are 2 parameters, but the state of 0'],
    ['no list', { step: 0, parameters: {} }, 'parameters must be a list'],
    ['entries that are nothing', { step: 0, parameters: [null, 3] }, 'state must be an object of tensors'],
    [
      'numbers for tensors',
      {
        step: 0,
        parameters: [
          { step: 0, state: { 'momentum.velocity': 3 } },
          { step: 0, state: null },
        ],
      },
      "'momentum.velocity' must be a tensor, got 3",
    ],
  ])('that is %s is refused', (_, dict, message) => {
    expect(() => make(variable('w', 4)).loadStateDict(dict as OptimizerStateDict)).toThrow(message);
  });
});

import { type AnyTensor, fromArray, full, step, type Tensor, tensor, Variable, zeros } from '@adjoint/core';
import { adam, minimize, type Progress, sgd } from '@adjoint/optim';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesInUse } from './memory.js';

const vector = (...values: number[]) => fromArray(Float64Array.from(values), [values.length]);
const values = (x: AnyTensor): number[] => [...x.dataSync()];
const bowl = (x: AnyTensor): AnyTensor => x.square().sum();

describe('minimize', () => {
  it('finds the closed-form minimum of any convex quadratic', async () => {
    const number = fc.double({ min: -3, max: 3, noNaN: true });
    const curvature = fc.double({ min: 0.5, max: 2, noNaN: true });
    await fc.assert(
      fc.asyncProperty(curvature, curvature, number, number, number, async (p, q, x, y, from) => {
        // ½ (p x² + q y²) − (p x₀) x − (q y₀) y is smallest at (x₀, y₀).
        const f = (w: AnyTensor): AnyTensor => w.sub(vector(x, y)).square().mul(vector(p, q)).sum().mul(0.5);
        const found = await minimize(f, vector(from, -from), { learningRate: 0.4, gradientTolerance: 1e-8 });
        expect(found.converged).toBe(true);
        expect(found.gradientNorm).toBeLessThanOrEqual(1e-8);
        expect(Math.hypot(...values(found.minimum.sub(vector(x, y))))).toBeLessThan(1e-7);
      }),
      { numRuns: 15 },
    );
  });

  it('follows the negative gradient with the learning rate', async () => {
    // f = x², so x ← x − η 2x = 0.8 x.
    const { trajectory } = await minimize(bowl, vector(5), { learningRate: 0.1, maxIterations: 4, points: true });
    expect(trajectory.map(({ iteration }) => iteration)).toEqual([0, 1, 2, 3, 4]);
    trajectory.forEach(({ iteration, loss, gradientNorm, point }) => {
      const x = 5 * 0.8 ** iteration;
      expect(values(point as Tensor)[0]).toBeCloseTo(x, 12);
      expect(loss).toBeCloseTo(x * x, 12);
      expect(gradientNorm).toBeCloseTo(2 * x, 12);
    });
  });

  it('takes and returns trees, and leaves the start as it is', async () => {
    const start = { slope: vector(0), line: [zeros([2]), new Variable(vector(7))] };
    const { minimum, reason } = await minimize(
      (w) =>
        bowl(w.slope.sub(3))
          .add(bowl((w.line[0] as Tensor).sub(1)))
          .add(bowl(w.line[1] as Tensor)),
      start,
      { learningRate: 0.25 },
    );
    expect(reason).toBe('gradient');
    expect(values(minimum.slope)[0]).toBeCloseTo(3, 6);
    expect(values(minimum.line[0] as Tensor)[1]).toBeCloseTo(1, 5);
    expect(minimum.line[0]?.dtype).toBe('float32');
    expect(values(minimum.line[1] as Tensor)[0]).toBeCloseTo(0, 6);
    expect(minimum.line[1]).not.toBeInstanceOf(Variable);
    expect(values(start.line[1] as Tensor)).toEqual([7]);
  });

  it('changes nothing that the function reads', async () => {
    const data = new Variable(vector(2));
    const { minimum } = await minimize((w) => bowl(w.sub(data)), vector(0));
    expect(values(minimum)[0]).toBeCloseTo(2, 5);
    expect(data.grad).toBeNull();
    expect(values(data)).toEqual([2]);
  });

  it('gives tensors that outlive later steps', async () => {
    const { minimum, trajectory } = await minimize(bowl, vector(1), { learningRate: 0.4, points: true });
    for (let i = 0; i < 3; i++) step();
    expect(values(minimum)[0]).toBeCloseTo(0, 6);
    expect(values(trajectory[0]?.point as Tensor)).toEqual([1]);
  });

  it('descends with another optimizer', async () => {
    const rosenbrock = (w: AnyTensor): AnyTensor => {
      const x = w.mul(vector(1, 0)).sum();
      const y = w.mul(vector(0, 1)).sum();
      return x.sub(1).square().add(y.sub(x.square()).square().mul(100));
    };
    const { minimum, reason } = await minimize(rosenbrock, vector(-1, 1), {
      optimizer: (w) => adam(w, { learningRate: 0.05 }),
      gradientTolerance: 1e-4,
      trajectory: false,
    });
    expect(reason).toBe('gradient');
    expect(values(minimum)[0]).toBeCloseTo(1, 3);
    expect(values(minimum)[1]).toBeCloseTo(1, 3);
  });
});

describe('minimize says why it stopped', () => {
  it('gradient: at once where the start is stationary', async () => {
    const found = await minimize(bowl, vector(0));
    expect(found).toMatchObject({ reason: 'gradient', converged: true, iterations: 0, value: 0, gradientNorm: 0 });
    expect(found.message).toBe("Converged after 0 steps: the gradient's norm is 0, within the tolerance of 0.000001.");
  });

  it('loss-change: where a step hardly matters any more', async () => {
    const options = { learningRate: 0.1, gradientTolerance: 0, lossTolerance: 1e-4 };
    const found = await minimize((x) => bowl(x).add(1), vector(3), options);
    expect(found).toMatchObject({ reason: 'loss-change', converged: true });
    const [before, last] = found.trajectory.slice(-2);
    expect((before?.loss as number) - (last?.loss as number)).toBeLessThanOrEqual(1e-4 * (last?.loss as number));
    expect(found.message).toMatch(/^Converged after \d+ steps: the last one changed the loss by /);
  });

  it('loss-change: where float32 can tell no difference any more', async () => {
    const found = await minimize((x) => bowl(x.sub(1.1)).add(100), tensor([3]), {
      learningRate: 0.1,
      gradientTolerance: 0,
    });
    expect(found).toMatchObject({ reason: 'loss-change', converged: true });
    expect(found.value).toBeCloseTo(100, 4);
  });

  it('not loss-change where a step jumps across the valley to the same height', async () => {
    // η = 1 on x² takes x to −x for ever.
    const found = await minimize(bowl, vector(2), { learningRate: 1, maxIterations: 20, lossTolerance: 1e-6 });
    expect(found).toMatchObject({ reason: 'iterations', converged: false, iterations: 20, value: 4 });
  });

  it('not loss-change where a schedule warms up from 0', async () => {
    const found = await minimize(bowl, vector(2), { learningRate: (t) => Math.min(0.3, t / 10) });
    expect(found.reason).toBe('gradient');
  });

  it('iterations: with the best point it came by', async () => {
    const found = await minimize(bowl, vector(1), {
      optimizer: (w) => sgd(w, { learningRate: 0.2, momentum: 0.95 }),
      maxIterations: 7,
    });
    const losses = found.trajectory.map(({ loss }) => loss);
    expect(losses.length).toBe(8);
    expect(found).toMatchObject({ reason: 'iterations', converged: false, iterations: 7, value: Math.min(...losses) });
    expect(found.value).toBeLessThan(losses.at(-1) as number);
    expect(bowl(found.minimum).item()).toBe(found.value);
    expect(found.message).toMatch(/^Stopped after 7 steps, the most allowed, before it converged: /);
    expect(await minimize(bowl, vector(1), { maxIterations: 0 })).toMatchObject({
      reason: 'iterations',
      iterations: 0,
    });
  });

  it('diverged: the loss grows beyond its bound', async () => {
    const found = await minimize(bowl, vector(1), { learningRate: 1.5 });
    // x ← −2x: the loss is 4ᵏ, first above 10⁶ at k = 10.
    expect(found).toMatchObject({ reason: 'diverged', converged: false, iterations: 10, value: 1 });
    expect(values(found.minimum)).toEqual([1]);
    expect(found.message).toBe(
      'Diverged at iteration 10: the loss is 1049000, beyond the bound of 1000000; the best loss so far, 1, is that of ' +
        'iteration 0. Try a learning rate smaller than 1.5.',
    );
    expect(await minimize(bowl, vector(1), { learningRate: 1.5, divergenceBound: 50 })).toMatchObject({
      reason: 'diverged',
      iterations: 3,
    });
  });

  it('diverged: the loss or its gradient is no number', async () => {
    // √x past 0 is NaN.
    const nan = await minimize((x) => x.sqrt().sum(), vector(1), { learningRate: 0.8 });
    expect(nan).toMatchObject({ reason: 'diverged', iterations: 3 });
    expect(nan.message).toContain('Diverged at iteration 3: the loss is NaN');
    expect(nan.value).toBeCloseTo(Math.sqrt(0.6 - 0.4 / Math.sqrt(0.6)), 12);
    // −eˣ has no minimum: at last it is −Infinity, and the best point is the one before.
    const bottomless = await minimize((x) => x.exp().neg().sum(), vector(1), { learningRate: 1 });
    expect(bottomless.reason).toBe('diverged');
    expect(bottomless.value).toBe(bottomless.trajectory.at(-2)?.loss);
    const infinite = await minimize((x) => x.reciprocal().neg().sum(), full([1], 0), {});
    expect(infinite).toMatchObject({ reason: 'diverged', iterations: 0 });
    expect(infinite.message).toContain('Diverged at the start: ');
    const steep = await minimize((x) => x.sqrt().sum(), vector(0));
    expect(steep.message).toContain("the gradient's norm is Infinity");
  });

  it('aborted: by a signal, with the best point so far', async () => {
    const controller = new AbortController();
    const found = await minimize(bowl, vector(1), {
      signal: controller.signal,
      onIteration: ({ iteration }) => {
        if (iteration === 5) controller.abort();
      },
    });
    expect(found).toMatchObject({ reason: 'aborted', converged: false, iterations: 5 });
    expect(values(found.minimum)[0]).toBeCloseTo(0.8 ** 5, 12);
    expect(found.message).toMatch(/^Aborted after 5 steps: the best loss so far, /);
  });

  it('aborted: by a timer, because it lets others have their turn', async () => {
    const started = Date.now();
    const found = await minimize((x) => bowl(x).add(x.sum().sin()), vector(1), {
      learningRate: 1e-9,
      maxIterations: 10_000_000,
      gradientTolerance: 0,
      trajectory: false,
      signal: AbortSignal.timeout(80),
    });
    expect(found.reason).toBe('aborted');
    expect(Date.now() - started).toBeLessThan(5000);
  });
});

describe('minimize records', () => {
  const options = { learningRate: 0.01, maxIterations: 10 };

  it('every n-th iteration and the last', async () => {
    const { trajectory } = await minimize(bowl, vector(1), { ...options, trajectory: 4 });
    expect(trajectory.map(({ iteration }) => iteration)).toEqual([0, 4, 8, 10]);
    expect(trajectory.every((each) => each.point === undefined)).toBe(true);
  });

  it('nothing where none is wanted', async () => {
    expect((await minimize(bowl, vector(1), { ...options, trajectory: false })).trajectory).toEqual([]);
  });

  it('and reports every iteration, awaiting the answer', async () => {
    const seen: Progress<Tensor>[] = [];
    await minimize(bowl, vector(1), {
      ...options,
      onIteration: async (progress) => {
        await Promise.resolve();
        seen.push(progress);
      },
    });
    expect(seen.map(({ iteration }) => iteration)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(values(seen[0]?.point as Tensor)).toEqual([1]);
  });

  it('no more memory however long it takes', async () => {
    const readings: number[] = [];
    await minimize(bowl, fromArray(new Float64Array(10_000).fill(1), [10_000]), {
      learningRate: 1e-3,
      maxIterations: 150,
      trajectory: false,
      onIteration: ({ iteration }) => {
        if (iteration === 50 || iteration === 150) readings.push(bytesInUse());
      },
    });
    // A hundred iterations that kept their points and gradients would hold 16 MB.
    expect((readings[1] as number) - (readings[0] as number)).toBeLessThan(4_000_000);
  });
});

describe('minimize refuses', () => {
  it.each([
    ['a start of integers', tensor([1], 'int32'), {}, 'tensor 0 of the start is int32'],
    ['a start without tensors', [] as unknown as AnyTensor, {}, 'the start holds no tensor'],
    ['a NaN learning rate', vector(1), { learningRate: Number.NaN }, 'learningRate: expected a finite number'],
    ['a negative tolerance', vector(1), { gradientTolerance: -1 }, 'gradientTolerance must be'],
    ['a NaN tolerance', vector(1), { lossTolerance: Number.NaN }, 'lossTolerance must be'],
    ['half an iteration', vector(1), { maxIterations: 0.5 }, 'maxIterations must be an integer of at least 0, got 0.5'],
    ['every 0-th iteration', vector(1), { trajectory: 0 }, 'trajectory must be an integer of at least 1, got 0'],
    ['a bound below 0', vector(1), { divergenceBound: -1 }, 'divergenceBound must be'],
    [
      'a learning rate beside an optimizer',
      vector(1),
      { learningRate: 1, optimizer: (w: readonly Variable[]) => adam(w) },
      'got both a learningRate and an optimizer',
    ],
  ])('%s', async (_, start, options, message) => {
    await expect(minimize(bowl, start as AnyTensor, options)).rejects.toThrow(message);
  });

  it('a function that returns no scalar', async () => {
    await expect(minimize((x: AnyTensor) => x.mul(2), vector(1, 2))).rejects.toThrow('must return one scalar');
  });
});

import { type AnyTensor, Generator, randomNormal, randomUniform, type Tensor, tensor } from '@adjoint/core';
import { minimize, type Restart, randomRestarts } from '@adjoint/optim';
import { describe, expect, it } from 'vitest';

/** Σ (x² − 1)² + 0.3 x: a deep well near −1, a shallow one near +1. */
const twoWells = (x: AnyTensor): AnyTensor => x.square().sub(1).square().add(x.mul(0.3)).sum();
const init = (generator: Generator) => randomUniform([1], { low: -2, high: 2, dtype: 'float64', generator });
const options = { restarts: 8, seed: 3, learningRate: 0.02 };

/** The roots of 4x³ − 4x + 0.3, by Newton's method. */
const wells = [-1, 1].map((x) => {
  for (let i = 0; i < 20; i++) x -= (4 * x ** 3 - 4 * x + 0.3) / (12 * x ** 2 - 4);
  return x;
}) as [number, number];

describe('randomRestarts', () => {
  it('finds the global minimum of two wells', async () => {
    const { best, all } = await randomRestarts(twoWells, init, options);
    expect(all.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    const found = all.map(({ result }) => result.minimum.item());
    for (const well of wells) expect(found.some((x) => Math.abs(x - well) < 1e-5)).toBe(true);
    expect(best.result.minimum.item()).toBeCloseTo(wells[0], 5);
    expect(best.value).toBe(Math.min(...all.map(({ value }) => value)));
    expect(all).toContain(best);
  });

  const digits = (all: readonly Restart<{ readonly minimum: Tensor }>[]) =>
    all.map(({ seed, value, result }) => [seed, value, result.minimum.item()]);

  it('gives the same digits for the same seed, and others for another', async () => {
    const first = digits((await randomRestarts(twoWells, init, options)).all);
    const second = digits((await randomRestarts(twoWells, init, options)).all);
    expect(second).toEqual(first);
    expect(new Set(first.map(([seed]) => seed)).size).toBe(8);
    const other = digits((await randomRestarts(twoWells, init, { ...options, seed: 4 })).all);
    expect(other).not.toEqual(first);
  });

  it('keeps the runs that it had when there are more of them', async () => {
    const few = await randomRestarts(twoWells, init, { ...options, restarts: 2 });
    const more = await randomRestarts(twoWells, init, { ...options, restarts: 4 });
    expect(digits(more.all).slice(0, 2)).toEqual(digits(few.all));
  });

  it('lets one run be repeated by its own seed', async () => {
    const { all } = await randomRestarts(twoWells, init, options);
    const { seed, value } = all[5] as Restart<unknown>;
    const again = await minimize(twoWells, init(new Generator(seed)), { learningRate: 0.02 });
    expect(again.value).toBe(value);
  });

  it('keeps runs that diverged, which never win', async () => {
    // −x² falls for ever; from some starts only.
    const cliff = (x: AnyTensor): AnyTensor => x.square().sub(1).square().sum();
    const { best, all } = await randomRestarts(
      cliff,
      (generator, index) => randomNormal([1], { generator }).add(index === 1 ? 10 : 0),
      { restarts: 3, learningRate: 0.05 },
    );
    expect(all.map(({ result }) => result.reason)).toEqual(['gradient', 'diverged', 'gradient']);
    expect(best.index).not.toBe(1);
  });
});

describe('randomRestarts of one’s own runs', () => {
  it('keeps the smallest value, the first of equals, and never NaN or infinities', async () => {
    const reached = [Number.NaN, 3, Number.NEGATIVE_INFINITY, 1, 1, 2];
    const { best, all } = await randomRestarts(
      async (_, index) => {
        await Promise.resolve();
        return { value: reached[index] as number, model: `model ${index}` };
      },
      { restarts: 6 },
    );
    expect(best).toMatchObject({ index: 3, value: 1, result: { model: 'model 3' } });
    expect(all.map(({ value }) => value)).toEqual(reached);
  });

  it('never takes a run that calls itself diverged', async () => {
    const { best } = await randomRestarts(
      (_, index) => (index === 0 ? { value: 0, reason: 'diverged' } : { value: 5, reason: 'done' }),
      { restarts: 2 },
    );
    expect(best.index).toBe(1);
  });

  it('gives every run a generator of its own', async () => {
    const draw = async (seed: number) => {
      const run = (generator: Generator) => ({ value: randomNormal([], { generator }).item() });
      return (await randomRestarts(run, { restarts: 4, seed })).all.map(({ value }) => value);
    };
    const drawn = await draw(1);
    expect(new Set(drawn).size).toBe(4);
    expect(await draw(1)).toEqual(drawn);
  });

  it('throws where all diverged, and hands the runs over', async () => {
    const running = randomRestarts(() => ({ value: Number.NaN }), { restarts: 2 });
    await expect(running).rejects.toThrow('all 2 runs diverged (values NaN, NaN)');
    const error = await running.catch((reason: Error) => reason);
    expect((error as Error).cause).toHaveLength(2);
  });

  it('starts no further run once it is aborted', async () => {
    const controller = new AbortController();
    const run = (_: Generator, index: number) => {
      if (index === 1) controller.abort();
      return { value: index };
    };
    const { all } = await randomRestarts(run, { restarts: 9, signal: controller.signal });
    expect(all.length).toBe(2);
  });

  it('passes an error on, and refuses what makes no sense', async () => {
    const failing = () => {
      throw new Error('no data');
    };
    await expect(randomRestarts(failing)).rejects.toThrow('no data');
    await expect(randomRestarts(() => ({ value: 1 }), { restarts: 0 })).rejects.toThrow(
      'restarts must be an integer of at least 1',
    );
    await expect(randomRestarts(() => ({ value: 1 }), { seed: -1 })).rejects.toThrow('-1');
    const silent = (() => ({})) as unknown as () => { value: number };
    await expect(randomRestarts(silent)).rejects.toThrow('run 0 must return { value } with a number, got undefined');
    await expect(minimize(twoWells, tensor([1, 2]))).resolves.toBeDefined();
  });
});

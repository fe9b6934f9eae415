import { join } from 'node:path';
import { defaultGenerator, Generator, seed } from '@adjoint/core';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { loadCheckpoint, saveCheckpoint } from '../../src/node/index.js';
import { trainingBits } from './bits.js';
import { temporaryFolder } from './folder.js';
import { resume, Training } from './training.js';

const path = join(temporaryFolder(), 'training.safetensors');

it('goes on to the last bit as if it had not stopped', async () => {
  const total = 20;
  const whole = new Training();
  const losses = Array.from({ length: total }, () => whole.step());
  const bits = await trainingBits(whole);
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: total }), fc.integer({ min: 2, max: 9 }), async (stop, otherSeed) => {
      const stopped = new Training();
      for (let step = 0; step < stop; step++) stopped.step();
      await saveCheckpoint(path, stopped.parts);
      // Other weights, another order, another state of everything: all must be restored.
      const resumed = new Training(otherSeed);
      for (let step = 0; step < otherSeed; step++) resumed.step();
      await resume(resumed, path);
      expect(await trainingBits(resumed)).toEqual(await trainingBits(stopped));
      const rest = Array.from({ length: total - stop }, () => resumed.step());
      expect(rest).toEqual(losses.slice(stop));
      expect(await trainingBits(resumed)).toEqual(bits);
      // Having saved a checkpoint changes nothing, either.
      const others = Array.from({ length: total - stop }, () => stopped.step());
      expect(others).toEqual(rest);
      expect(await trainingBits(stopped)).toEqual(bits);
    }),
    { numRuns: 25 },
  );
});

it('would not, were anything left out', async () => {
  const whole = new Training();
  for (let step = 0; step < 4; step++) whole.step();
  await saveCheckpoint(path, whole.parts);
  whole.step();
  const bits = await trainingBits(whole);
  for (const missing of ['model', 'optimizer', 'generator', 'position', 'meanLoss'] as const) {
    const resumed = new Training(2);
    const { [missing]: _, ...parts } = resumed.parts;
    Object.assign(resumed, await loadCheckpoint(path, parts, { partial: true }));
    resumed.step();
    expect(await trainingBits(resumed), missing).not.toEqual(bits);
  }
});

it('restores the default generator as any other', async () => {
  seed(5);
  defaultGenerator.nextKey();
  await saveCheckpoint(path, { generator: defaultGenerator });
  const next = defaultGenerator.nextKey();
  seed(6);
  await loadCheckpoint(path, { generator: defaultGenerator });
  expect(defaultGenerator.nextKey()).toEqual(next);
  const other = new Generator(0);
  await loadCheckpoint(path, { generator: other });
  expect(other.nextKey()).toEqual(next);
});

import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type AnyTensor, tensor, zeros } from '@adjoint/core';
import { expect, it } from 'vitest';
import { loadCheckpoint, saveCheckpoint } from '../../src/node/index.js';
import { trainingBits } from './bits.js';
import { temporaryFolder } from './folder.js';
import { killsOf, lanes, runAndKill } from './kill.js';
import { resume, Training } from './training.js';

const folder = temporaryFolder();

/** Files of killed writers beside the checkpoint: at most the last one's is there. */
function leftovers(own: string): number {
  const count = readdirSync(own).length - 1;
  expect(count).toBeLessThanOrEqual(1);
  return count;
}

/** Runs something in several folders at the same time. */
async function inLanes(name: string, run: (own: string, lane: number) => Promise<number>): Promise<number> {
  const results = Array.from({ length: lanes }, (_, lane) => {
    const own = join(folder, `${name}-${lane}`);
    mkdirSync(own);
    return run(own, lane);
  });
  return (await Promise.all(results)).reduce((sum, count) => sum + count, 0);
}

const kills = killsOf(40);

it(`a checkpoint is whole after each of ${kills} kills of its writer`, { timeout: 5000 + 2000 * kills }, async () => {
  const example = { tensors: Array.from({ length: 4 }, (): AnyTensor => zeros([50_000])), step: 0 };
  const caught = await inLanes('writer', async (own) => {
    const path = join(own, 'checkpoint.safetensors');
    let count = 0;
    let next = 0;
    for (let kill = 0; kill < kills / lanes; kill++) {
      const reported = await runAndKill('writer.ts', [path, String(next)], kill);
      count += leftovers(own);
      const { tensors, step } = await loadCheckpoint(path, example);
      // What it said was saved, or the next one, which it had no time to tell.
      expect([reported, reported + 1]).toContain(step);
      for (const each of tensors) expect((await each.data()).every((value) => value === step)).toBe(true);
      next = step + 1;
    }
    await saveCheckpoint(path, { mean: tensor(0) });
    expect(readdirSync(own)).toEqual(['checkpoint.safetensors']);
    return count;
  });
  if (process.env['ADJOINT_KILLS'] !== undefined) console.info(`${caught} of ${kills} kills came during a write`);
  // Otherwise the kills would prove nothing.
  expect(caught).toBeGreaterThan(kills / 20);
});

const trainings = killsOf(6);

it(`a training goes on to the last bit after each of ${trainings} kills`, {
  timeout: 5000 + 3000 * trainings,
}, async () => {
  await inLanes('training', async (own, lane) => {
    const path = join(own, 'training.safetensors');
    const seed = lane + 1;
    const uninterrupted = new Training(seed);
    for (let kill = 0; kill < trainings / lanes; kill++) {
      const reported = await runAndKill('training.ts', [path, String(seed)], kill);
      leftovers(own);
      const found = new Training(77);
      await resume(found, path);
      const { stepCount } = found.optimizer;
      expect([reported, reported + 1]).toContain(stepCount);
      while (uninterrupted.optimizer.stepCount < stepCount) uninterrupted.step();
      expect(await trainingBits(found)).toEqual(await trainingBits(uninterrupted));
    }
    return 0;
  });
});

import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CheckpointFolder, loadCheckpoint } from '../../src/node/index.js';
import { temporaryFolder } from './folder.js';

const folder = temporaryFolder();

describe('a folder of checkpoints', () => {
  it('keeps the latest ones', async () => {
    const checkpoints = new CheckpointFolder(join(folder, 'runs', 'kept'), { keep: 2 });
    expect(await checkpoints.latest()).toBe(undefined);
    for (const step of [0, 5, 100, 1_000_000_000, 12_345_678_901]) {
      const path = await checkpoints.save(step, { step });
      expect(await checkpoints.latest()).toEqual({ step, path });
      expect(await loadCheckpoint(path, { step: 0 })).toEqual({ step });
    }
    expect((await checkpoints.list()).map(({ step }) => step)).toEqual([1_000_000_000, 12_345_678_901]);
    expect(readdirSync(checkpoints.path).sort()).toEqual([
      'step-1000000000.safetensors',
      'step-12345678901.safetensors',
    ]);
  });

  it('keeps three unless told otherwise, and all if told so', async () => {
    for (const [options, count] of [
      [{}, 3],
      [{ keep: Number.POSITIVE_INFINITY }, 5],
      [{ keep: 1 }, 1],
    ] as const) {
      const checkpoints = new CheckpointFolder(join(folder, `keep-${count}`), options);
      for (let step = 0; step < 5; step++) await checkpoints.save(step, {});
      expect((await checkpoints.list()).map(({ step }) => step)).toEqual([0, 1, 2, 3, 4].slice(-count));
    }
  });

  it('may save a step again', async () => {
    const checkpoints = new CheckpointFolder(join(folder, 'again'), { keep: 2 });
    for (const step of [1, 2]) await checkpoints.save(step, { value: 'first' });
    const path = await checkpoints.save(2, { value: 'second' });
    expect(await loadCheckpoint(path, { value: '' })).toEqual({ value: 'second' });
    expect(await checkpoints.list()).toHaveLength(2);
  });

  it('leaves other files alone', async () => {
    const checkpoints = new CheckpointFolder(join(folder, 'others'), { keep: 1 });
    await checkpoints.save(1, {});
    for (const name of ['step-0.txt', 'step-.safetensors', 'notes', 'best-step-3.safetensors']) {
      writeFileSync(join(checkpoints.path, name), '');
    }
    await checkpoints.save(2, {});
    expect(readdirSync(checkpoints.path)).toHaveLength(5);
    expect(await checkpoints.list()).toHaveLength(1);
  });

  it('takes the parts as they are at the call', async () => {
    const checkpoints = new CheckpointFolder(join(folder, 'call'));
    const position = { batch: 1 };
    const saving = checkpoints.save(1, { position });
    position.batch = 2;
    expect(await loadCheckpoint(await saving, { position })).toEqual({ position: { batch: 1 } });
  });

  it('refuses a step before the last one, which would not be the latest', async () => {
    const checkpoints = new CheckpointFolder(join(folder, 'later'));
    await checkpoints.save(7, {});
    await expect(checkpoints.save(6, {})).rejects.toThrow(/has a checkpoint of step 7, later than 6; a resumed run/);
    expect(await checkpoints.list()).toHaveLength(1);
  });

  it.each([0, -1, 1.5, Number.NaN])('refuses to keep %s', (keep) => {
    expect(() => new CheckpointFolder('x', { keep })).toThrow(RangeError);
  });

  it.each([-1, 1.5, Number.NaN])('refuses step %s', async (step) => {
    await expect(new CheckpointFolder('x').save(step, {})).rejects.toThrow(/an integer of at least 0, got/);
  });
});

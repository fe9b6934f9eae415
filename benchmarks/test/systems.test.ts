import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { memoryOf } from '../src/memory.js';
import { detectJavaScriptPeer } from '../src/systems/javascript-peer.js';
import { isMissing } from '../src/systems/system.js';
import { detectTorch } from '../src/systems/torch.js';

const folder = fileURLToPath(new URL('.', import.meta.url));

describe('peers that are not there', () => {
  it('are missing for a reason', async () => {
    expect(detectJavaScriptPeer('tfjs', folder)).toEqual({
      name: 'tfjs',
      reason: '@tensorflow/tfjs is not installed; npm run bench -- --install-peers installs it',
    });
    const torch = await detectTorch('no-such-python');
    expect(isMissing(torch) && torch.reason).toContain('no PyTorch in no-such-python');
  });
});

describe('memoryOf', () => {
  it('looks half-way and at the end', async () => {
    let [steps, linear] = [0, 0];
    const step = async (): Promise<number> => {
      steps++;
      linear += 100;
      return 2;
    };
    const report = await memoryOf(step, 10, 60, () => ({ bytes: linear, external: 0 }));
    expect(steps).toBe(10);
    expect(report).toMatchObject({ steps: 10, ms: 2, half: { linear: 500 }, end: { linear: 1000 } });
    expect(report.peak).toBeGreaterThan(2 ** 20);
  });

  it('stops when the time is over, with halves of one length', async () => {
    const report = await memoryOf(
      async () => 100,
      1000,
      1,
      () => ({ bytes: 0, external: 0 }),
    );
    expect(report.steps).toBe(10);
  });
});

it('the fixture of these tests ends when its input does, as every system must', async () => {
  const child = spawn(process.execPath, [`${folder}fixtures/system.mjs`], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  child.stdin.write('{"do":"prepare"}\n');
  expect(await lines.next()).toMatchObject({ value: '{"ready":true}' });
  child.stdin.end();
  expect((await once(child, 'exit'))[0]).toBe(0);
});

import { execFileSync } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { tensor, zeros } from '@adjoint/core';
import { describe, expect, it } from 'vitest';
import { encodeNpy, encodeNpz, encodeSafetensors, FormatError, openSafetensors } from '../../src/index.js';
import {
  loadCheckpoint,
  loadNpy,
  loadNpz,
  loadSafetensors,
  openFile,
  saveCheckpoint,
  saveNpy,
  saveNpz,
  saveSafetensors,
} from '../../src/node/index.js';
import { writeFileAtomically } from '../../src/node/write-file.js';
import { expectSame } from '../tensors.js';
import { temporaryFolder } from './folder.js';

const folder = temporaryFolder();
const state = { weight: tensor([[1, 2]]), bias: tensor([3], 'int32') };

async function* chunks(...texts: readonly (string | Error)[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) {
    if (text instanceof Error) throw text;
    yield new TextEncoder().encode(text);
  }
}

describe('files', () => {
  it('hold what the encoders make', async () => {
    const path = join(folder, 'state');
    await saveSafetensors(path, state, { metadata: { a: 'b' } });
    expect(new Uint8Array(readFileSync(path))).toEqual(await encodeSafetensors(state, { metadata: { a: 'b' } }));
    await expectSame(await loadSafetensors(path), state);
    await saveNpz(path, state, { compress: true });
    expect(new Uint8Array(readFileSync(path))).toEqual(await encodeNpz(state, { compress: true }));
    await expectSame(await loadNpz(path), state);
    await saveNpy(path, state.weight);
    expect(new Uint8Array(readFileSync(path))).toEqual(await encodeNpy(state.weight));
    await expectSame({ weight: await loadNpy(path) }, { weight: state.weight });
    await saveCheckpoint(path, { position: { epoch: 4 } });
    expect(await loadCheckpoint(path, { position: { epoch: 0 } })).toEqual({ position: { epoch: 4 } });
  });

  it('pass options on', async () => {
    const path = join(folder, 'options');
    await saveNpz(path, { x: zeros([5000]) }, { compress: true });
    await expect(loadNpz(path, { maxInflatedBytes: 1 })).rejects.toThrow(/maxInflatedBytes/);
    await saveCheckpoint(path, { a: 1, b: 2 });
    expect(await loadCheckpoint(path, { b: 0 }, { partial: true })).toEqual({ b: 2 });
  });

  it('are read tensor by tensor', async () => {
    const path = join(folder, 'lazy');
    await saveSafetensors(path, state);
    const file = await openFile(path);
    const opened = await openSafetensors(file);
    expect((await opened.read('bias')).toArray()).toEqual([3]);
    await file.close();
    await expect(opened.read('bias')).rejects.toThrow(/closed/);
  });

  it('are called by their paths in errors', async () => {
    const path = join(folder, 'broken');
    writeFileSync(path, 'not a tensor');
    for (const load of [loadSafetensors, loadNpz, loadNpy]) {
      await expect(load(path)).rejects.toThrow(FormatError);
      await expect(load(path)).rejects.toThrow(path);
    }
    await expect(loadCheckpoint(path, {})).rejects.toThrow(path);
  });

  it('are an error where there is none', async () => {
    await expect(loadSafetensors(join(folder, 'none'))).rejects.toThrow(/ENOENT/);
    await expect(loadSafetensors(folder)).rejects.toThrow(/is no file, but a folder/);
    await expect(saveSafetensors(join(folder, 'none', 'x'), state)).rejects.toThrow(/ENOENT/);
  });

  it.skipIf(process.platform === 'win32')('are not waited for where they are pipes', async () => {
    const path = join(folder, 'pipe');
    execFileSync('mkfifo', [path]);
    await expect(loadSafetensors(path)).rejects.toThrow(/is no file, but a folder, a pipe/);
  });

  it('that shrink while they are read are an error', async () => {
    const path = join(folder, 'shrinking');
    await saveSafetensors(path, { x: zeros([1000]) });
    const file = await openFile(path);
    const opened = await openSafetensors(file);
    writeFileSync(path, readFileSync(path).subarray(0, 2000));
    await expect(opened.read('x')).rejects.toThrow(/it was changed while it was read/);
    await file.close();
  });
});

describe('writing a file', () => {
  const own = join(folder, 'atomic');
  mkdirSync(own);
  const target = join(own, 'target');

  it('leaves the old one after an error, and nothing else', async () => {
    await writeFileAtomically(target, chunks('o', 'ld'));
    await expect(writeFileAtomically(target, chunks('new', new Error('broken')))).rejects.toThrow('broken');
    expect(readFileSync(target, 'utf8')).toBe('old');
    expect(readdirSync(own)).toEqual(['target']);
    await writeFileAtomically(target, chunks('new'));
    expect(readFileSync(target, 'utf8')).toBe('new');
    expect(readdirSync(own)).toEqual(['target']);
  });

  it('leaves the old one in place while it lasts', async () => {
    await writeFileAtomically(target, chunks('old'));
    const seen: string[] = [];
    await writeFileAtomically(
      target,
      (async function* () {
        for (const text of ['a', 'b']) {
          yield new TextEncoder().encode(text);
          seen.push(readFileSync(target, 'utf8'));
        }
      })(),
    );
    expect(seen).toEqual(['old', 'old']);
    expect(readFileSync(target, 'utf8')).toBe('ab');
  });

  it('several times at once ends with one of them, whole', async () => {
    const texts = Array.from({ length: 8 }, (_, index) => String(index).repeat(5));
    await Promise.all(texts.map((text) => writeFileAtomically(target, chunks(...text))));
    expect(texts).toContain(readFileSync(target, 'utf8'));
    expect(readdirSync(own)).toEqual(['target']);
  });

  it.skipIf(process.platform === 'win32')('follows a link', async () => {
    symlinkSync('target', join(own, 'link'));
    await writeFileAtomically(join(own, 'link'), chunks('linked'));
    expect(lstatSync(join(own, 'link')).isSymbolicLink()).toBe(true);
    expect(readFileSync(target, 'utf8')).toBe('linked');
  });

  it('removes what killed writers have left, and nothing of others', async () => {
    const { pid: dead } = spawnDead();
    const host = hostname().replaceAll(/[^A-Za-z0-9-]/g, '-');
    const left = [`.target.${host}.${dead}.0.0.tmp`, `.target.${host}.${process.pid}.0.99.tmp`];
    const old = `.target.another-host.1.0.0.tmp`;
    const kept = [
      `.target.${host}.${process.ppid}.0.0.tmp`,
      '.target.another-host.1.0.1.tmp',
      `.target2.${host}.${dead}.0.0.tmp`,
      '.target.mine',
      'target.tmp',
    ];
    for (const name of [...left, old, ...kept]) writeFileSync(join(own, name), '');
    const yesterday = Date.now() / 1000 - 25 * 60 * 60;
    utimesSync(join(own, old), yesterday, yesterday);
    await writeFileAtomically(target, chunks('new'));
    for (const name of [...left, old]) expect(existsSync(join(own, name)), name).toBe(false);
    for (const name of kept) expect(existsSync(join(own, name)), name).toBe(true);
  });
});

/** A process that has ended. */
function spawnDead(): { pid: number } {
  const output = execFileSync(process.execPath, ['-e', 'console.log(process.pid)'], { encoding: 'utf8' });
  return { pid: Number(output) };
}

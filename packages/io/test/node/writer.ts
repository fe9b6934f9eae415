// A program of its own: writes checkpoint after checkpoint, each full of the number of its step.
import process from 'node:process';
import { full } from '@adjoint/core';
import { saveCheckpoint } from '@adjoint/io/node';

const [path, first] = process.argv.slice(2) as [string, string];
for (let step = Number(first); ; step++) {
  const tensors = Array.from({ length: 4 }, () => full([50_000], step));
  await saveCheckpoint(path, { tensors, step });
  process.stdout.write(`${step}\n`);
}

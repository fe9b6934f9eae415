import type { LabelledImages } from '../dataset.js';

/** An image that the classifier took for another digit. */
export interface MisclassifiedDigit {
  /** Its position in the data set. */
  readonly index: number;
  /** rows × columns bytes, 0 is paper and 255 is ink. */
  readonly pixels: Uint8Array;
  readonly label: number;
  readonly predicted: number;
  /** The probability that the classifier gave to `predicted`, 0 to 1. */
  readonly confidence: number;
}

/**
 * The images of `data` whose prediction is not their label, in the order of the data set.
 *
 * @param predicted The predicted digit of each image.
 * @param confidence The probability given to that digit.
 * @throws RangeError when there is not one of each for every image.
 */
export function collectMisclassified(
  data: LabelledImages,
  predicted: ArrayLike<number>,
  confidence: ArrayLike<number>,
): MisclassifiedDigit[] {
  if (predicted.length !== data.count || confidence.length !== data.count) {
    throw new RangeError(
      `collectMisclassified: expected a prediction and a confidence for each of the ${data.count} images, ` +
        `got ${predicted.length} predictions and ${confidence.length} confidences.`,
    );
  }
  const size = data.rows * data.columns;
  const digits: MisclassifiedDigit[] = [];
  for (let index = 0; index < data.count; index++) {
    const [label, guess, certainty] = [data.labels[index], predicted[index], confidence[index]];
    if (label === undefined || guess === undefined || certainty === undefined || label === guess) continue;
    const pixels = data.images.subarray(index * size, (index + 1) * size);
    digits.push({ index, pixels, label, predicted: guess, confidence: certainty });
  }
  return digits;
}

import { Buffer } from 'node:buffer';
import { encode } from 'fast-png';

/**
 * A digit as the data URI of a PNG: black ink on transparent paper, so that a page can invert it for a dark background.
 *
 * @param pixels rows × columns bytes, 0 is paper and 255 is ink.
 * @throws RangeError when there are not rows × columns of them.
 */
export function digitImage(pixels: Uint8Array, rows: number, columns: number): string {
  if (pixels.length !== rows * columns) {
    throw new RangeError(`digitImage: expected ${rows} x ${columns} pixels, got ${pixels.length}.`);
  }
  const greyAndAlpha = new Uint8Array(2 * pixels.length);
  pixels.forEach((ink, index) => {
    greyAndAlpha[2 * index + 1] = ink;
  });
  const png = encode({ width: columns, height: rows, data: greyAndAlpha, depth: 8, channels: 2 });
  return `data:image/png;base64,${Buffer.from(png).toString('base64')}`;
}

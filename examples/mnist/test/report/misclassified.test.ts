import { Buffer } from 'node:buffer';
import { decode } from 'fast-png';
import { XMLValidator } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import type { LabelledImages } from '../../src/dataset.js';
import { collectMisclassified, type MisclassifiedDigit } from '../../src/report/collect-misclassified.js';
import { digitImage } from '../../src/report/digit-image.js';
import { misclassifiedPage } from '../../src/report/misclassified.js';

const data: LabelledImages = {
  images: Uint8Array.from({ length: 4 * 6 }, (_, i) => i * 10),
  labels: Uint8Array.of(3, 5, 3, 9),
  count: 4,
  rows: 2,
  columns: 3,
};
const digits = collectMisclassified(data, [5, 5, 5, 4], [0.6, 0.99, 0.9, 0.75]);

function page(some: readonly MisclassifiedDigit[], limit?: number): string {
  const report = { title: 'Wrong <digits> & more', rows: 2, columns: 3, total: 4, digits: some };
  return misclassifiedPage(limit === undefined ? report : { ...report, limit });
}

/** Whether the page, without its doctype, is well-formed XML too. */
function isWellFormed(html: string): boolean {
  return XMLValidator.validate(html.replace('<!DOCTYPE html>', '')) === true;
}

describe('collectMisclassified', () => {
  it('keeps the images whose prediction is not their label', () => {
    expect(digits).toEqual([
      { index: 0, pixels: Uint8Array.of(0, 10, 20, 30, 40, 50), label: 3, predicted: 5, confidence: 0.6 },
      { index: 2, pixels: Uint8Array.of(120, 130, 140, 150, 160, 170), label: 3, predicted: 5, confidence: 0.9 },
      { index: 3, pixels: Uint8Array.of(180, 190, 200, 210, 220, 230), label: 9, predicted: 4, confidence: 0.75 },
    ]);
  });

  it('refuses predictions that do not match the images', () => {
    expect(() => collectMisclassified(data, [1, 2, 3], [1, 1, 1, 1])).toThrow(
      'for each of the 4 images, got 3 predictions',
    );
    expect(() => collectMisclassified(data, [1, 2, 3, 4], [1])).toThrow('4 predictions and 1 confidences');
  });
});

describe('digitImage', () => {
  it('is a PNG whose opacity is the ink', () => {
    const pixels = Uint8Array.of(0, 10, 255, 128, 7, 1);
    const uri = digitImage(pixels, 2, 3);
    const prefix = 'data:image/png;base64,';
    expect(uri.startsWith(prefix)).toBe(true);
    const png = decode(Buffer.from(uri.slice(prefix.length), 'base64'));
    expect([png.width, png.height, png.channels, png.depth]).toEqual([3, 2, 2, 8]);
    expect(Array.from(png.data)).toEqual(Array.from(pixels).flatMap((ink) => [0, ink]));
  });

  it('refuses pixels that are not rows × columns', () => {
    expect(() => digitImage(new Uint8Array(5), 2, 3)).toThrow('expected 2 x 3 pixels, got 5');
  });
});

describe('misclassifiedPage', () => {
  it('is one well-formed, self-contained page', () => {
    const html = page(digits);
    expect(isWellFormed(html)).toBe(true);
    expect(html).toMatch(/^<!DOCTYPE html>\n<html lang="en">/);
    expect(html).not.toMatch(/https?:|url\(|@import|<link|<script src/);
    expect(html).toContain('Wrong &lt;digits&gt; &amp; more');
  });

  it('says how many were wrong', () => {
    expect(page(digits)).toContain('<strong>3</strong> of 4 images misclassified');
    expect(page(digits)).toContain('<strong>25.00%</strong> accuracy');
  });

  it('shows each digit, the most confident mistake first', () => {
    const html = page(digits);
    const order = Array.from(html.matchAll(/<span class="index">#(\d+)</g), ([, index]) => Number(index));
    expect(order).toEqual([2, 3, 0]);
    expect(html).toContain('true <b>9</b></span><span class="predicted">predicted <b>4</b>');
    expect(html).toContain('<span class="confidence">75.0%</span>');
    for (const digit of digits) expect(html).toContain(digitImage(digit.pixels, 2, 3));
  });

  it('counts the pairs, and gives each figure the pair of a button', () => {
    const html = page(digits);
    expect(html).toMatch(/data-pair="3-5"[^>]*>2<\/button>/);
    expect(html).toMatch(/data-pair="9-4"[^>]*>1<\/button>/);
    const pairs = (tag: string) =>
      new Set(Array.from(html.matchAll(new RegExp(`<${tag} [^>]*data-pair="([^"]+)"`, 'g')), ([, pair]) => pair));
    expect(pairs('figure')).toEqual(pairs('button'));
  });

  it('draws no more than the limit, and says so', () => {
    const html = page(digits, 2);
    expect(html.match(/<figure /g)).toHaveLength(2);
    expect(html).toContain('of which the 2 most confident are shown');
    expect(page(digits)).not.toContain('most confident are shown');
  });

  it('stands without a mistake', () => {
    const html = page([]);
    expect(isWellFormed(html)).toBe(true);
    expect(html).toContain('<strong>0</strong> of 4 images');
    expect(html).toContain('<strong>100.00%</strong> accuracy');
  });
});

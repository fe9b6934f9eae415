import { CLASSES } from '../dataset.js';
import type { MisclassifiedDigit } from './collect-misclassified.js';
import { confusionTable, pairOf } from './confusion-table.js';
import { digitImage } from './digit-image.js';
import { escapeMarkup } from './escape.js';
import { MISCLASSIFIED_CSS, MISCLASSIFIED_SCRIPT } from './misclassified-assets.js';
import { THEME_CSS } from './theme.js';

/** What the page of misclassified digits shows. */
export interface MisclassifiedReport {
  readonly title: string;
  readonly rows: number;
  readonly columns: number;
  /** How many images were classified, right ones included. */
  readonly total: number;
  readonly digits: readonly MisclassifiedDigit[];
  /** At most so many are drawn, the most confident first. Default 600. */
  readonly limit?: number;
}

/**
 * One HTML page, self-contained, of the digits that were misclassified: how often each was taken for which, and each image
 * with its true and its predicted digit and the confidence in it, the most confident mistake first. A count in the table
 * is a button that shows its images alone.
 */
export function misclassifiedPage(report: MisclassifiedReport): string {
  const { title, rows, columns, total, digits, limit = 600 } = report;
  const shown = digits.toSorted((a, b) => b.confidence - a.confidence || a.index - b.index).slice(0, limit);
  const accuracy = total > 0 ? `${(100 * (1 - digits.length / total)).toFixed(2)}%` : 'no images';
  const count = new Intl.NumberFormat('en');
  const cut =
    shown.length < digits.length ? `, of which the ${count.format(shown.length)} most confident are shown` : '';
  return [
    '<!DOCTYPE html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8"/>',
    '<meta name="viewport" content="width=device-width, initial-scale=1"/>',
    `<title>${escapeMarkup(title)}</title>`,
    `<style>\n${THEME_CSS}\n${MISCLASSIFIED_CSS}\n</style>`,
    '</head>',
    '<body>',
    '<header>',
    '<div>',
    `<h1>${escapeMarkup(title)}</h1>`,
    `<p class="figure"><strong>${count.format(digits.length)}</strong> of ${count.format(total)} images misclassified${cut}</p>`,
    `<p class="figure"><strong>${accuracy}</strong> accuracy</p>`,
    '<p class="hint">The most confident mistakes come first. Choose a number in the table to see its images alone.</p>',
    '</div>',
    confusionTable(digits, CLASSES),
    '</header>',
    '<main>',
    ...shown.map((digit) => card(digit, rows, columns)),
    '</main>',
    `<script>\n${MISCLASSIFIED_SCRIPT}\n</script>`,
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

function card(digit: MisclassifiedDigit, rows: number, columns: number): string {
  const { index, label, predicted, confidence } = digit;
  const percent = `${(100 * confidence).toFixed(1)}%`;
  return [
    `<figure data-pair="${pairOf(label, predicted)}">`,
    `<img src="${digitImage(digit.pixels, rows, columns)}" width="${columns}" height="${rows}" alt="image ${index}, a handwritten ${label}"/>`,
    '<figcaption>',
    `<span class="true">true <b>${label}</b></span><span class="predicted">predicted <b>${predicted}</b></span>`,
    `<span class="bar"><i style="width: ${percent}"></i></span>`,
    `<span class="confidence">${percent}</span><span class="index">#${index}</span>`,
    '</figcaption>',
    '</figure>',
  ].join('');
}

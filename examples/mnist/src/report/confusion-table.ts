import type { MisclassifiedDigit } from './collect-misclassified.js';

/** How often each digit was taken for each other: an HTML table of buttons, one for each pair that occurs. */
export function confusionTable(digits: readonly MisclassifiedDigit[], classes: number): string {
  const counts = new Map<string, number>();
  for (const { label, predicted } of digits) {
    const pair = pairOf(label, predicted);
    counts.set(pair, (counts.get(pair) ?? 0) + 1);
  }
  const most = Math.max(1, ...counts.values());
  const names = Array.from({ length: classes }, (_, digit) => digit);
  const cell = (label: number, predicted: number): string => {
    const pair = pairOf(label, predicted);
    const count = counts.get(pair);
    if (label === predicted) return '<td class="diagonal"></td>';
    if (count === undefined) return '<td></td>';
    const heat = (0.12 + 0.68 * (count / most)).toFixed(2);
    return `<td><button type="button" data-pair="${pair}" aria-pressed="false" style="--heat-level: ${heat}" title="${count} of true ${label} predicted as ${predicted}">${count}</button></td>`;
  };
  return [
    '<table class="confusion">',
    `<thead><tr><td></td><th colspan="${classes}" scope="colgroup">predicted</th></tr>`,
    `<tr><th scope="col">true</th>${names.map((digit) => `<th scope="col">${digit}</th>`).join('')}</tr></thead>`,
    '<tbody>',
    ...names.map(
      (label) => `<tr><th scope="row">${label}</th>${names.map((predicted) => cell(label, predicted)).join('')}</tr>`,
    ),
    '</tbody>',
    '</table>',
  ].join('\n');
}

/** What names the pair in the page's `data-pair` attributes. */
export function pairOf(label: number, predicted: number): string {
  return `${label}-${predicted}`;
}

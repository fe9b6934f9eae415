// d3-scale and d3-shape are pure functions from numbers to path strings, so the picture needs no DOM.
import { type Line, linePanelSvg, type Point } from './line-panel.js';
import type { ScalingRow } from './measure-scaling.js';
import { type Sweep, sweeps } from './sweeps.js';

const width = 1120;
const height = 900;
const panel = { width: 440, height: 280 };
const lefts = [80, 640] as const;
const tops = [150, 550] as const;

const colours: Readonly<Record<string, string>> = {
  'adjoint-wasm': '#2762d9',
  'adjoint-blas': '#0f8a6a',
  torch: '#c2570c',
};

const css = `
text { font-family: "DejaVu Sans", "Liberation Sans", Arial, sans-serif; fill: #1d2129; }
.title { font-size: 21px; font-weight: 600; }
.heading { font-size: 14px; font-weight: 600; }
.label { font-size: 13px; }
.note { font-size: 11px; fill: #667085; }
.grid { stroke: #e6e7ea; }
.line { fill: none; stroke-width: 2; stroke-linejoin: round; }
`.trim();

/**
 * Draws how the cost grows: a panel for each sweep, as one SVG document. Of the rounds the fastest counts, because what else
 * the machine does only adds to it.
 */
export function scalingSvg(rows: readonly ScalingRow[], subtitle: string): string {
  const names = [...new Set(rows.map(({ system }) => system))];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title">`,
    '<title id="title">How the cost of a run grows</title>',
    `<style>\n${css}\n</style>`,
    `<rect fill="#ffffff" width="${width}" height="${height}"/>`,
    '<text class="title" x="28" y="40">How the cost of a run grows</text>',
    `<text class="label" x="28" y="62">${subtitle}</text>`,
    legend(names),
    ...sweeps.map((sweep, index) =>
      linePanelSvg({
        ...panel,
        heading: sweep.heading,
        xAxis: sweep.axis,
        yAxis: sweep.shows === 'time' ? 'ms, the fastest round' : 'found in the cache',
        part: sweep.shows === 'hit rate',
        lines: linesOf(sweep, rows),
        left: lefts[index % 2] as number,
        top: tops[index >> 1] as number,
      }),
    ),
    '</svg>',
    '',
  ].join('\n');
}

function linesOf({ name, shows }: Sweep, rows: readonly ScalingRow[]): Line[] {
  const lines = new Map<string, Line & { readonly points: Point[] }>();
  for (const { sweep, system, threads, size, minMs, planHitRate } of rows) {
    const y = shows === 'time' ? minMs : planHitRate;
    if (sweep !== name || y === undefined) continue;
    const key = JSON.stringify([system, threads]);
    const line = lines.get(key) ?? { colour: colourOf(system), dashed: threads > 1, points: [] };
    line.points.push({ x: size, y });
    lines.set(key, line);
  }
  return [...lines.values()];
}

function colourOf(system: string): string {
  return colours[system] ?? '#667085';
}

function legend(names: readonly string[]): string {
  const entries = [
    ...names.map((name) => ({ text: name, colour: colourOf(name), dashes: '' })),
    { text: 'one thread', colour: '#1d2129', dashes: '' },
    { text: 'two threads', colour: '#1d2129', dashes: ' stroke-dasharray="6 4"' },
  ];
  return entries
    .map(({ text, colour, dashes }, index) => {
      const x = 28 + 160 * index;
      return `<path class="line" stroke="${colour}"${dashes} d="M${x},86h28"/><text class="label" x="${x + 36}" y="90">${text}</text>`;
    })
    .join('\n');
}

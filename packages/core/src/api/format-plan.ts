import type { PlanDescription, PlannedStep } from '../backend/contract.js';
import { showShape } from '../graph/shape.js';

/** A plan as text: what it takes in all, and a table with a line for each step. */
export function formatPlan(plan: PlanDescription): string {
  const { backend, isCached, steps, sources, results, arenaBytes, commands, flops } = plan;
  if (steps.length === 0) return `plan on ${backend}: nothing to compute`;
  const head =
    `plan on ${backend} (${isCached ? 'cached' : 'not cached yet'}): ${count(steps.length, 'step')}, ` +
    `${count(commands, 'command')}, ${showCount(flops)} flops\n` +
    `arena ${showBytes(arenaBytes)}, ${count(sources.count, 'source')} of ${showBytes(sources.bytes)}, ` +
    `${count(results.count, 'result')} of ${showBytes(results.bytes)}`;
  const rows = steps.map((step, index) => columns.map(({ cell }) => cell(step, index)));
  const widths = columns.map(({ title }, column) =>
    Math.max(title.length, ...rows.map((row) => (row[column] as string).length)),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => {
        const width = widths[column] as number;
        return columns[column]?.isNumber ? cell.padStart(width) : cell.padEnd(width);
      })
      .join('  ')
      .trimEnd();
  return [head, '', line(columns.map(({ title }) => title)), ...rows.map(line)].join('\n');
}

interface Column {
  readonly title: string;
  readonly isNumber?: boolean;
  readonly cell: (step: PlannedStep, index: number) => string;
}

const columns: readonly Column[] = [
  { title: '#', isNumber: true, cell: (_, index) => `${index}` },
  { title: 'kernel', cell: ({ kernel }) => kernel },
  { title: 'reads', isNumber: true, cell: ({ bytesRead }) => showBytes(bytesRead) },
  { title: 'writes', isNumber: true, cell: ({ bytesWritten }) => showBytes(bytesWritten) },
  {
    title: 'in cache',
    isNumber: true,
    cell: ({ bytesInCache }) => (bytesInCache === 0 ? '' : showBytes(bytesInCache)),
  },
  { title: 'flops', isNumber: true, cell: ({ flops }) => showCount(flops) },
  { title: 'cut', isNumber: true, cell: ({ blocks, lanes }) => (blocks * lanes === 1 ? '' : `${blocks}/${lanes}`) },
  {
    title: 'output',
    cell: ({ outputs }) => outputs.map(({ dtype, shape }) => `${dtype} ${showShape(shape)}`).join(', '),
  },
  { title: 'ops', cell: ({ ops }) => showOps(ops) },
];

/** At most so many ops are named one by one. */
const mostOps = 12;

/** `mul add relu`; of a long list the ends, and how many are between. */
function showOps(ops: readonly string[]): string {
  if (ops.length <= mostOps) return ops.join(' ');
  const kept = mostOps / 2;
  return `${ops.slice(0, kept).join(' ')} … ${ops.length - mostOps} more … ${ops.slice(-kept).join(' ')}`;
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}

/** `1.5 KiB` */
function showBytes(bytes: number): string {
  return scaled(bytes, 1024, ['B', 'KiB', 'MiB', 'GiB', 'TiB']);
}

/** `1.5 M` */
function showCount(number: number): string {
  return scaled(number, 1000, ['', 'K', 'M', 'G', 'T', 'P']);
}

function scaled(number: number, base: number, units: readonly string[]): string {
  let unit = 0;
  let value = number;
  while (value >= base && unit < units.length - 1) {
    value /= base;
    unit++;
  }
  const digits = unit === 0 || value >= 100 ? 0 : 1;
  return `${value.toFixed(digits)} ${units[unit]}`.trimEnd();
}

import { markdownTable } from 'markdown-table';
import { comparisons } from './comparison.js';
import { formatMs, formatRatio } from './format.js';
import { type Gap, isRow, type Outcome, type Row } from './outcome.js';
import { planned } from './problems.js';
import { geometricMean } from './statistics.js';
import type { Missing, System } from './systems/system.js';

/** Everything a run has to say. */
export interface Report {
  readonly machine: Readonly<Record<string, unknown>>;
  readonly versions: Readonly<Record<string, string>>;
  readonly systems: readonly System[];
  readonly missing: readonly Missing[];
  readonly outcomes: readonly Outcome[];
  /** What limits the run itself. */
  readonly notes: readonly string[];
}

/** The object that `--json` writes. */
export interface JsonReport {
  readonly machine: Report['machine'];
  readonly versions: Report['versions'];
  readonly rows: readonly Row[];
  readonly gaps: readonly Gap[];
}

/** Whether some system went wrong. */
export function hasErrors({ outcomes }: Report): boolean {
  return outcomes.some((outcome) => 'error' in outcome);
}

export function toJson({ machine, versions, missing, outcomes }: Report): JsonReport {
  const absent = missing.map(({ name, reason }) => ({ workload: '*', system: name, reason }));
  return {
    machine,
    versions,
    rows: outcomes.filter(isRow),
    gaps: [...absent, ...outcomes.filter((outcome): outcome is Gap => !isRow(outcome))],
  };
}

/** The report as text: the table, the memory, and why cells are empty. */
export function render(report: Report): string {
  const { machine, versions } = report;
  const show = (fields: Readonly<Record<string, unknown>>): string =>
    Object.entries(fields)
      .map(([name, value]) => `${name} ${value}`)
      .join(', ');
  return [
    `Machine: ${show(machine)}`,
    `Versions: ${show(versions)}`,
    '',
    'Median of a run in ms; in brackets, as a multiple of the best median of Adjoint.',
    '',
    timeTable(report),
    ...comparisonTable(report),
    ...section('Memory', memoryLines(report)),
    ...section('Errors', gapLines(report, 'error')),
    ...section('Not measured', [
      ...report.missing.map(({ name, reason }) => `${name}: ${reason}`),
      ...gapLines(report, 'reason'),
      `${planned.join(', ')}: come with their layers`,
    ]),
    ...section('Notes', report.notes),
    '',
  ].join('\n');
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', `${title}:`, ...lines.map((line) => `- ${line}`)];
}

function timeTable({ systems: all, outcomes }: Report): string {
  // Bounds are no rivals: they have a table of their own.
  const systems = all.filter(({ role }) => role !== 'bound');
  const workloads = [...new Set(outcomes.map(({ workload }) => workload))];
  const adjoint = new Set(systems.filter(({ role }) => role === 'adjoint').map(({ name }) => name));
  const ratios = new Map<string, number[]>();
  const rows = workloads.map((workload) => {
    const cells = new Map(outcomes.filter((each) => each.workload === workload).map((each) => [each.system, each]));
    const own = [...cells.values()].filter(isRow).filter(({ system }) => adjoint.has(system));
    const best = own.length === 0 ? undefined : Math.min(...own.map(({ medianMs }) => medianMs));
    const texts = systems.map(({ name }) => {
      const cell = cells.get(name);
      if (cell === undefined) return '–';
      if (!isRow(cell)) return 'error' in cell ? 'error' : '–';
      if (best === undefined) return formatMs(cell.medianMs);
      const ratio = cell.medianMs / best;
      ratios.set(name, [...(ratios.get(name) ?? []), ratio]);
      return `${formatMs(cell.medianMs)} (${formatRatio(ratio)})`;
    });
    return [workload, ...texts];
  });
  const means = systems.map(({ name }) => {
    const own = ratios.get(name);
    return own === undefined ? '–' : `(${formatRatio(geometricMean(own))})`;
  });
  const header = ['workload', ...systems.map(({ name }) => name)];
  return table([header, ...rows, ['geometric mean', ...means]], ['l', ...systems.map(() => 'r')]);
}

function table(rows: readonly (readonly string[])[], align: readonly string[]): string {
  return markdownTable(rows, { align, stringLength: (text) => [...text].length });
}

function comparisonTable({ systems, outcomes }: Report): string[] {
  const rows = comparisons(systems, outcomes).map(({ row, ofTorch, bound }) => [
    row.workload,
    row.system,
    formatMs(row.medianMs),
    ofTorch === undefined ? '–' : formatRatio(ofTorch),
    bound?.system ?? '–',
    bound === undefined ? '–' : formatMs(bound.medianMs),
    bound === undefined ? '–' : formatRatio(row.medianMs / bound.medianMs),
    bound === undefined ? '–' : `${((100 * bound.medianMs) / row.medianMs).toFixed(0)} %`,
  ]);
  if (rows.length === 0) return [];
  const header = ['workload', 'system', 'ms', 'of torch', 'bound', 'ms', 'of the bound', 'reached'];
  return [
    '',
    'Against PyTorch, and against the bounds: where several limit a system, the slowest of them.',
    '',
    table([header, ...rows], ['l', 'l', 'r', 'r', 'l', 'r', 'r', 'r']),
  ];
}

function memoryLines({ outcomes }: Report): string[] {
  return outcomes.filter(isRow).flatMap(({ system, memory }) => {
    if (memory === undefined) return [];
    const grew = (part: number | null): string => (part === null ? 'unknown' : `${(100 * part).toFixed(2)} %`);
    return [
      `${system}: peak ${(memory.peakBytes / 2 ** 20).toFixed(0)} MiB resident; over the second half of ` +
        `${memory.steps} steps linear memory grew by ${grew(memory.linearGrowth)}, heap and external by ${grew(memory.heapGrowth)}`,
    ];
  });
}

/** Gaps of one sort; systems that say the same of several workloads say it once. */
function gapLines({ systems, outcomes }: Report, sort: 'reason' | 'error'): string[] {
  const bounds = new Set(systems.filter(({ role }) => role === 'bound').map(({ name }) => name));
  const workloads = new Map<string, string[]>();
  for (const outcome of outcomes) {
    const text = (outcome as { readonly reason?: string; readonly error?: string })[sort];
    // A bound has something to say of few workloads only, and nobody misses the others.
    if (text === undefined || (sort === 'reason' && bounds.has(outcome.system))) continue;
    const key = JSON.stringify([outcome.system, text]);
    workloads.set(key, [...(workloads.get(key) ?? []), outcome.workload]);
  }
  return [...workloads].map(([key, names]) => {
    const [system, text] = JSON.parse(key) as [string, string];
    return `${system}, ${names.join(', ')}: ${text}`;
  });
}

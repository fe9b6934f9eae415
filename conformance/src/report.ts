import type { OracleCase } from './case-file.js';
import type { Verdict } from './run-case.js';

/** A case that was run, and the family of its file. */
export interface CaseReport {
  readonly family: string;
  readonly case: OracleCase;
  readonly verdict: Verdict;
}

/** How many cases ended how; those that differ by convention count as passed. */
export interface Totals {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export function totalsOf(reports: readonly CaseReport[]): Totals {
  const number = (...statuses: Verdict['status'][]): number =>
    reports.filter(({ verdict }) => statuses.includes(verdict.status)).length;
  return { passed: number('passed', 'convention'), failed: number('failed'), skipped: number('skipped') };
}

export function showTotals({ passed, failed, skipped }: Totals): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

/**
 * The report: for each family its totals and what failed and why, then what differs by convention, then the ops that
 * are missing, then the totals alone on the last line.
 *
 * @param verbose whether each case gets a line of its own
 */
export function renderReport(reports: readonly CaseReport[], { verbose }: { readonly verbose: boolean }): string {
  const lines: string[] = [];
  for (const [family, members] of groupBy(reports, (report) => report.family)) {
    lines.push(`${family}: ${showTotals(totalsOf(members))}`);
    for (const { case: each, verdict } of members) {
      if (verbose || verdict.status === 'failed') lines.push(`  ${verdict.status}: ${each.id}`);
      if (verdict.status === 'failed') lines.push(...verdict.differences.map((difference) => `    ${difference}`));
    }
  }
  lines.push(...renderConventions(reports), ...renderSkipped(reports), '', showTotals(totalsOf(reports)));
  return `${lines.join('\n')}\n`;
}

function renderConventions(reports: readonly CaseReport[]): string[] {
  const lines = reports.flatMap(({ case: { id, tags }, verdict }) =>
    verdict.status === 'convention'
      ? [`  ${id} (${[...tags].join(', ')})`, ...verdict.differences.map((difference) => `    ${difference}`)]
      : [],
  );
  const title = 'Differ by convention, at kinks, jumps and degenerate points (counted as passed):';
  return lines.length === 0 ? [] : ['', title, ...lines];
}

function renderSkipped(reports: readonly CaseReport[]): string[] {
  const ops = reports.flatMap(({ verdict }) => (verdict.status === 'skipped' ? [verdict.op] : []));
  const lines = [...groupBy(ops, (op) => op)].map(([op, cases]) => `  ${op}: ${cases.length}`).sort();
  return lines.length === 0
    ? []
    : ['', 'Skipped, because there is no such op yet, with the number of cases:', ...lines];
}

function groupBy<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group === undefined) groups.set(key(item), [item]);
    else group.push(item);
  }
  return groups;
}

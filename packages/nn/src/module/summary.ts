import { showShape, sizeOf, type Variable } from '@adjoint/core';

/** A module with the Variables that are its own. */
export interface SummaryEntry {
  readonly path: string;
  readonly kind: string;
  readonly variables: readonly (readonly [name: string, variable: Variable])[];
}

/**
 * A module tree as a text table: for each Variable its path, the kind of its module, its shape and how many parameters
 * it holds, and the total. Modules without Variables have a line of their own, unless they only hold others.
 */
export function summarise(entries: readonly SummaryEntry[]): string {
  const rows: Row[] = entries.flatMap(({ path, kind, variables }) =>
    variables.length === 0
      ? [[path, kind, '', '']]
      : variables.map(([name, variable]): Row => [name, kind, showShape(variable.shape), count(variable)]),
  );
  const table: Row[] = [['name', 'kind', 'shape', 'parameters'], ...rows];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...table.map((row) => (row[column] as string).length)));
  const lines = table.map((row) =>
    row
      .map((cell, column) => pad(cell, widths[column] as number, column))
      .join('  ')
      .trimEnd(),
  );
  const rule = '-'.repeat(Math.max(...lines.map((line) => line.length)));
  const [head, ...body] = lines as [string, ...string[]];
  return [head, rule, ...body, rule, total(entries)].join('\n');
}

type Row = [name: string, kind: string, shape: string, parameters: string];

const numberColumn = 3;

function pad(cell: string, width: number, column: number): string {
  return column === numberColumn ? cell.padStart(width) : cell.padEnd(width);
}

function count(variable: Variable): string {
  const number = showCount(sizeOf(variable.shape));
  return variable.trainable ? number : `frozen ${number}`;
}

function total(entries: readonly SummaryEntry[]): string {
  const variables = entries.flatMap((entry) => entry.variables.map(([, variable]) => variable));
  const sum = (each: readonly Variable[]): number => each.reduce((size, variable) => size + sizeOf(variable.shape), 0);
  const all = sum(variables);
  const trainable = sum(variables.filter((variable) => variable.trainable));
  const frozen = all === trainable ? '' : ` and ${showCount(all - trainable)} frozen numbers`;
  return `total: ${showCount(trainable)} trainable parameters${frozen}`;
}

/** 101,770. By hand, because a locale would change it from machine to machine. */
function showCount(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}

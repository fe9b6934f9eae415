import { isRow, type Outcome, type Row } from './outcome.js';
import type { System } from './systems/system.js';

/** A system's median beside PyTorch's, and beside the largest of the bounds that limit it. */
export interface Comparison {
  readonly row: Row;
  /** How many times PyTorch's median it is. */
  readonly ofTorch: number | undefined;
  readonly bound: Row | undefined;
}

/** Adjoint and PyTorch in each workload for which there is something to compare with. */
export function comparisons(systems: readonly System[], outcomes: readonly Outcome[]): Comparison[] {
  const rows = outcomes.filter(isRow);
  const compared = systems.filter(
    ({ role, name, smallOnly }) => (role === 'adjoint' && !smallOnly) || name === 'torch',
  );
  return [...new Set(rows.map(({ workload }) => workload))].flatMap((workload) => {
    const here = new Map(rows.filter((row) => row.workload === workload).map((row) => [row.system, row]));
    const torch = here.get('torch');
    return compared.flatMap(({ name, role }) => {
      const row = here.get(name);
      if (row === undefined) return [];
      const bound = systems
        .filter(({ limits }) => limits?.includes(name))
        .flatMap((each) => here.get(each.name) ?? [])
        .reduce<Row | undefined>((most, each) => (most && most.medianMs >= each.medianMs ? most : each), undefined);
      const ofTorch = role === 'adjoint' && torch !== undefined ? row.medianMs / torch.medianMs : undefined;
      return ofTorch === undefined && bound === undefined ? [] : [{ row, ofTorch, bound }];
    });
  });
}

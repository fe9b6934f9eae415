/** What the memory benchmark says of a system; growth over the second half of the steps, as a part. */
export interface MemoryGrowth {
  readonly steps: number;
  readonly peakBytes: number;
  readonly linearGrowth: number | null;
  readonly heapGrowth: number | null;
}

/** A measured cell of the table. */
export interface Row {
  readonly workload: string;
  readonly system: string;
  readonly medianMs: number;
  readonly minMs: number;
  readonly rounds: number;
  readonly memory?: MemoryGrowth;
  /** Of Adjoint: the part of the graphs whose plan was in the cache. */
  readonly planHitRate?: number;
}

/** A cell without a figure: `reason` if the system cannot do the workload, `error` if it went wrong. */
export type Gap = { readonly workload: string; readonly system: string } & (
  | { readonly reason: string }
  | { readonly error: string }
);

export type Outcome = Row | Gap;

export function isRow(outcome: Outcome): outcome is Row {
  return 'medianMs' in outcome;
}

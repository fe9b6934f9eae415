/** The middle of some numbers, or the mean of the two in the middle. */
export function median(numbers: readonly number[]): number {
  if (numbers.length === 0) throw new RangeError('median: there is no number');
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] as number;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] as number) + upper) / 2;
}

/** exp of the mean logarithm. */
export function geometricMean(numbers: readonly number[]): number {
  if (numbers.length === 0) throw new RangeError('geometricMean: there is no number');
  return Math.exp(numbers.reduce((sum, each) => sum + Math.log(each), 0) / numbers.length);
}

/** Whether someone who takes part in `count` of `rounds` rounds, evenly spread, takes part in this one. */
export function takesPart(round: number, count: number, rounds: number): boolean {
  return Math.floor(((round + 1) * count) / rounds) > Math.floor((round * count) / rounds);
}

/** How a system is asked for its rounds. */
export interface Pace {
  /** Runs within a round. */
  readonly runs: number;
  /** Rounds in all. */
  readonly rounds: number;
}

/** A round long enough for the clock, and as many as fit into the budget, at least three. */
export function paceFor(
  msPerRun: number,
  { rounds, roundMs, budgetMs }: { readonly rounds: number; readonly roundMs: number; readonly budgetMs: number },
): Pace {
  const runs = Math.max(1, Math.round(roundMs / msPerRun));
  // Each round has one more run outside the clock.
  const fitting = Math.floor(budgetMs / ((runs + 1) * msPerRun));
  return { runs, rounds: Math.min(rounds, Math.max(3, fitting)) };
}

/** A learning rate η: a number, or a schedule, a function of how many steps came before (0 at the first). */
export type LearningRate = number | ((step: number) => number);

/**
 * The rate that holds at a step.
 *
 * @throws RangeError where it is NaN, negative or infinite
 */
export function learningRateAt(rate: LearningRate, step: number): number {
  const value = typeof rate === 'function' ? rate(step) : rate;
  if (!(Number.isFinite(value) && value >= 0)) {
    const source =
      typeof rate === 'function' ? `its schedule gave ${String(value)} at step ${step}` : `got ${String(value)}`;
    throw new RangeError(`learningRate: expected a finite number of at least 0, ${source}`);
  }
  return value;
}

/** Throws unless it is a legal rate or a schedule, whose values are checked when they are used. */
export function checkLearningRate(rate: LearningRate): void {
  if (typeof rate !== 'function') learningRateAt(rate, 0);
}

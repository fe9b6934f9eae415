import type { MinimizeOptions, Progress, StopReason } from './minimization.js';

/** The numbers that say when to stop. */
export type StopSettings = Readonly<
  Required<Pick<MinimizeOptions<unknown>, 'gradientTolerance' | 'lossTolerance' | 'maxIterations'>>
> &
  Pick<MinimizeOptions<unknown>, 'divergenceBound' | 'signal'>;

/** Where it started, where it is, and how the last step went. */
export interface Course<T> {
  readonly start: Progress<T>;
  readonly now: Progress<T>;
  /** The step that led here, if any. */
  readonly last: LastStep | undefined;
}

/** What a step did to the loss. */
export interface LastStep {
  /** Its learning rate. */
  readonly learningRate: number;
  /** L after it less L before it. */
  readonly change: number;
  /** ∇L · Δw: the change that the gradient before it foretold. */
  readonly foretold: number;
}

/** Why to stop here, or undefined. */
export function stopReason<T>({ start, now, last }: Course<T>, settings: StopSettings): StopReason | undefined {
  const { loss, gradientNorm } = now;
  if (!(Number.isFinite(loss) && Number.isFinite(gradientNorm)) || loss > boundOf(start, settings)) return 'diverged';
  if (gradientNorm <= settings.gradientTolerance) return 'gradient';
  if (last !== undefined && hasSettled(loss, last, settings)) return 'loss-change';
  if (settings.signal?.aborted) return 'aborted';
  if (now.iteration >= settings.maxIterations) return 'iterations';
  return undefined;
}

/**
 * Whether the last step changed the loss no more. A step of rate 0 says nothing, and one that jumps across a valley to
 * the same height has not arrived: the gradient foretold more than rounding could hide.
 */
function hasSettled(
  loss: number,
  { learningRate, change, foretold }: LastStep,
  { lossTolerance }: StopSettings,
): boolean {
  const tolerance = lossTolerance * Math.max(1, Math.abs(loss));
  const rounding = 1e-6 * Math.abs(loss);
  return learningRate > 0 && Math.abs(change) <= tolerance && Math.abs(foretold) <= Math.max(tolerance, rounding);
}

/** The reason in a sentence. */
export function stopMessage<T>(
  reason: StopReason,
  course: Course<T>,
  best: Progress<T>,
  settings: StopSettings,
  learningRate: number,
): string {
  const { now } = course;
  const steps = now.iteration === 1 ? '1 step' : `${now.iteration} steps`;
  const bestSoFar = `the best loss so far, ${brief(best.loss)}, is that of iteration ${best.iteration}`;
  const gradient = `the gradient's norm is ${brief(now.gradientNorm)}`;
  switch (reason) {
    case 'gradient':
      return `Converged after ${steps}: ${gradient}, within the tolerance of ${settings.gradientTolerance}.`;
    case 'loss-change': {
      const change = brief(Math.abs(course.last?.change ?? 0));
      return `Converged after ${steps}: the last one changed the loss by ${change}, within its tolerance; ${gradient}.`;
    }
    case 'iterations':
      return (
        `Stopped after ${steps}, the most allowed, before it converged: ${gradient}; ` +
        `${bestSoFar}. Allow more iterations, or change the learning rate of ${learningRate}.`
      );
    case 'aborted':
      return `Aborted after ${steps}: ${bestSoFar}.`;
    case 'diverged':
      return now.iteration === 0
        ? `Diverged at the start: ${ailment(course, settings)}. Begin at a point where the loss and its gradient are finite.`
        : `Diverged at iteration ${now.iteration}: ${ailment(course, settings)}; ${bestSoFar}. ` +
            `Try a learning rate smaller than ${learningRate}.`;
  }
}

function ailment<T>({ start, now }: Course<T>, settings: StopSettings): string {
  if (!Number.isFinite(now.loss)) return `the loss is ${now.loss}`;
  if (!Number.isFinite(now.gradientNorm)) return `the gradient's norm is ${now.gradientNorm}`;
  return `the loss is ${brief(now.loss)}, beyond the bound of ${brief(boundOf(start, settings))}`;
}

function boundOf<T>(start: Progress<T>, { divergenceBound }: StopSettings): number {
  return divergenceBound ?? 1e6 * Math.max(1, Math.abs(start.loss));
}

function brief(value: number): string {
  return String(Number(value.toPrecision(4)));
}

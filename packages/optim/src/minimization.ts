import type { Variable } from '@adjoint/core';
import type { LearningRate } from './learning-rate.js';
import type { Optimizer } from './optimizer.js';

/** Why a minimisation ended; see {@link Minimization}. */
export type StopReason = 'gradient' | 'loss-change' | 'iterations' | 'diverged' | 'aborted';

/** Where a minimisation is after so many steps. */
export interface Progress<T> {
  /** How many steps led here; 0 at the start. */
  readonly iteration: number;
  /** L at this point. */
  readonly loss: number;
  /** ‖∇L‖ at this point, over all parameters. */
  readonly gradientNorm: number;
  /** The parameters, as plain tensors. */
  readonly point: T;
}

/** One entry of a trajectory: with the point only where `points` was asked for. */
export type TrajectoryEntry<T> = Omit<Progress<T>, 'point'> & { readonly point?: T };

/** What ends a minimisation from outside; an `AbortSignal` is one. */
export interface AbortSignalLike {
  readonly aborted: boolean;
}

/** How {@link minimize} goes about it. */
export interface MinimizeOptions<T> {
  /** η of plain gradient descent, a number or a schedule; 0.1 unless given. */
  readonly learningRate?: LearningRate;
  /** In place of gradient descent: makes the optimizer, for example `(w) => adam(w, { learningRate: 0.01 })`. */
  readonly optimizer?: (parameters: readonly Variable[]) => Optimizer;
  /** Converged where ‖∇L‖ ≤ gradientTolerance; 1e-6 unless given. */
  readonly gradientTolerance?: number;
  /**
   * Converged where a step changed L by at most lossTolerance · max(1, |L|), and its gradient foretold no more; 0 unless
   * given: where L stays the same to its last digit.
   */
  readonly lossTolerance?: number;
  /** The most steps it takes; 10,000 unless given. */
  readonly maxIterations?: number;
  /** Diverged where L exceeds this; unless given, 1e6 · max(1, |L at the start|). */
  readonly divergenceBound?: number;
  /** Called with the start and after every step, and awaited. */
  readonly onIteration?: (progress: Progress<T>) => unknown;
  /** Which iterations the result lists: all (true, the default), none, or every n-th and the last. */
  readonly trajectory?: boolean | number;
  /** Whether the trajectory has the points too. They are kept in memory, all of them. */
  readonly points?: boolean;
  /** Ends the minimisation once it is aborted, with the best point so far. */
  readonly signal?: AbortSignalLike;
}

/** What {@link minimize} found, and why it stopped. */
export interface Minimization<T> {
  /** Where it converged, else the best point it came by: plain tensors in the structure of the start. */
  readonly minimum: T;
  /** L at the minimum. */
  readonly value: number;
  /** ‖∇L‖ at the minimum. */
  readonly gradientNorm: number;
  /** How many steps it took. */
  readonly iterations: number;
  /** Whether one of the tolerances was met. */
  readonly converged: boolean;
  /**
   * - `gradient`: the gradient's norm is within its tolerance;
   * - `loss-change`: the last step hardly changed the loss;
   * - `iterations`: the bound on the number of steps is reached;
   * - `diverged`: loss or gradient became NaN or infinite, or the loss grew beyond its bound;
   * - `aborted`: the signal said so.
   */
  readonly reason: StopReason;
  /** The reason as a sentence, with what to do about it. */
  readonly message: string;
  /** How it went; see the options `trajectory` and `points`. */
  readonly trajectory: readonly TrajectoryEntry<T>[];
}

/** What a failed gradient check found. */
export interface GradientFailure {
  readonly input: number;
  readonly inputName: string;
  /** Where in the input, one index an axis; undefined where the failure is not about one element. */
  readonly element: readonly number[] | undefined;
  /** The derivative that reverse mode gives. */
  readonly analytic: number;
  /** The derivative that differences give; NaN where they have none. */
  readonly numeric: number;
  readonly tolerance: number;
  /** The op whose vjp is wrong. */
  readonly op: string;
  /** 1 for the gradient, 2 for the gradient of the gradient. */
  readonly order: 1 | 2;
}

/** A gradient that differs from finite differences. */
export class GradientCheckError extends Error implements GradientFailure {
  override readonly name = 'GradientCheckError';
  readonly input: number;
  readonly inputName: string;
  readonly element: readonly number[] | undefined;
  readonly analytic: number;
  readonly numeric: number;
  readonly tolerance: number;
  readonly op: string;
  readonly order: 1 | 2;

  constructor(message: string, failure: GradientFailure, options?: ErrorOptions) {
    super(message, options);
    this.input = failure.input;
    this.inputName = failure.inputName;
    this.element = failure.element;
    this.analytic = failure.analytic;
    this.numeric = failure.numeric;
    this.tolerance = failure.tolerance;
    this.op = failure.op;
    this.order = failure.order;
  }
}

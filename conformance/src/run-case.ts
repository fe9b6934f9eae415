import { type AnyTensor, evaluate } from '@adjoint/core';
import type { CaseSecond, CaseTensors, OracleCase } from './case-file.js';
import { type Comparison, compare, type Expectation, type HostTensor } from './compare.js';
import { Derivatives, functionOf } from './differentiate.js';
import {
  type FunctionOperation,
  type NumbersOperation,
  type Operations,
  type TrainingOperation,
  UnknownOpError,
} from './ops/operation.js';
import { toHost, toTensor } from './tensors.js';

/** How a case ended. */
export type Verdict =
  | { readonly status: 'passed' }
  /** It differs, but its tags say that others are right too. */
  | { readonly status: 'convention'; readonly differences: readonly string[] }
  | { readonly status: 'failed'; readonly differences: readonly string[] }
  /** There is no such op yet. */
  | { readonly status: 'skipped'; readonly op: string };

/** A comparison that went wrong, and whether that may be a matter of convention. */
interface Difference {
  readonly text: string;
  readonly byConvention: boolean;
}

/** The tags that leave values open, and those that leave gradients open. */
const openValues = ['jump', 'degenerate'];
const openGradients = ['subgradient', ...openValues];

/** Runs a case on the backend in use and compares everything that the case states. */
export async function runCase(each: OracleCase, operations: Operations): Promise<Verdict> {
  const operation = Object.hasOwn(operations, each.op) ? operations[each.op] : undefined;
  if (operation === undefined) return { status: 'skipped', op: each.op };
  const check = new CaseCheck(each);
  try {
    if (operation.kind === 'function') await check.checkFunction(operation);
    else if (operation.kind === 'training') await check.checkTraining(operation);
    else await check.checkNumbers(operation);
  } catch (error) {
    if (error instanceof UnknownOpError) return { status: 'skipped', op: error.op };
    throw error;
  }
  return check.verdict();
}

class CaseCheck {
  readonly #case: OracleCase;
  readonly #differences: Difference[] = [];

  constructor(each: OracleCase) {
    this.#case = each;
  }

  verdict(): Verdict {
    if (this.#differences.length === 0) return { status: 'passed' };
    const status = this.#differences.every(({ byConvention }) => byConvention) ? 'convention' : 'failed';
    return { status, differences: this.#differences.map(({ text }) => text) };
  }

  async checkFunction(operation: FunctionOperation): Promise<void> {
    const { outputs, outputs64, cotangents, grads, grads64, outputTolerance, second } = this.#case;
    const inputs = this.#case.inputs.map(toTensor);
    const f = functionOf(this.#case, operation);
    await this.#stage('value', async () => {
      const scales = this.#scales(operation, inputs);
      await this.#compareAll(f(inputs), outputs, openValues, 'output', (index) => ({
        exact: outputs64?.[index]?.data,
        tolerance: outputTolerance,
        scale: scales?.[index]?.dataSync(),
      }));
    });
    if (grads === undefined) return;
    if (grads.length !== inputs.length || cotangents?.length !== outputs?.length || cotangents === undefined) {
      return this.#reject('the case needs one gradient for each input and one cotangent for each output');
    }
    const derivatives = new Derivatives(f, inputs, grads, cotangents);
    await this.#stage('gradient', async () => {
      const computed = scatter(derivatives.first(), derivatives.inputs, inputs.length);
      await this.#compareAll(computed, grads, openGradients, 'grads', (index) => ({ exact: grads64?.[index]?.data }));
    });
    if (second !== undefined) await this.#second(derivatives, second);
  }

  async #second(derivatives: Derivatives, second: CaseSecond): Promise<void> {
    const outputCount = this.#case.outputs?.length ?? 0;
    await this.#stage('second derivative', async () => {
      const { grads, cotangentGrads } = derivatives.second(second);
      const forInputs = scatter(grads, derivatives.inputs, this.#case.inputs.length);
      const forOutputs = scatter(cotangentGrads, derivatives.outputs, outputCount);
      await this.#compareAll(forInputs, second.grads, openGradients, 'second.grads');
      await this.#compareAll(forOutputs, second.cotangentGrads, openGradients, 'second.cotangent_grads');
    });
    await this.#stage('forward mode', async () => {
      const tangents = scatter(derivatives.forward(second), derivatives.outputs, outputCount);
      await this.#compareAll(tangents, second.cotangentGrads, openGradients, 'forward-mode tangents');
    });
  }

  async checkTraining(operation: TrainingOperation): Promise<void> {
    await this.#stage('training', async () => {
      const inputs = this.#case.inputs.map((input) => ({ name: input.name, tensor: toTensor(input) }));
      const { outputs, losses } = operation.train(inputs, this.#case.attributes);
      await this.#compareAll(outputs, this.#case.outputs, openValues, 'output');
      if (this.#case.losses === undefined) return;
      await this.#compareAll(losses === undefined ? [] : [losses], [this.#case.losses], openValues, 'losses');
    });
  }

  async checkNumbers(operation: NumbersOperation): Promise<void> {
    const { attributes, result } = this.#case;
    if (result === undefined) return this.#reject('result: got named numbers, the case has none');
    await this.#stage('result', async () => {
      const computed = operation.compute(attributes);
      for (const [field, number] of Object.entries(result)) {
        const name = `result.${field}`;
        const got = computed[field];
        if (got === undefined) this.#reject(`${name}: got none, expected ${number}`);
        else this.#note(compare(toScalar(got), { name, ...toScalar(number) }), openValues);
      }
    });
  }

  /** Compares tensors with those of the file, where it gives any. */
  async #compareAll(
    actual: readonly (AnyTensor | undefined)[],
    expected: CaseTensors | undefined,
    openTags: readonly string[],
    name: string,
    details: (index: number) => Partial<Expectation> = () => ({}),
  ): Promise<void> {
    if (actual.length !== expected?.length) {
      return this.#reject(`${name}: got ${count(actual.length)}, the case has ${count(expected?.length ?? 0)}`);
    }
    evaluate(actual.filter((tensor) => tensor !== undefined));
    for (const [index, tensor] of expected.entries()) {
      const computed = actual[index];
      if (tensor === null) continue;
      const label = expected.length === 1 ? name : `${name}[${index}]`;
      if (computed === undefined) this.#reject(`${label}: got none`);
      else this.#note(compare(await toHost(computed), { ...tensor, name: label, ...details(index) }), openTags);
    }
  }

  /** Σ|terms| of the outputs, for sums over inputs that a rule made, whose terms may cancel. */
  #scales(operation: FunctionOperation, inputs: readonly AnyTensor[]): readonly AnyTensor[] | undefined {
    if (!this.#case.inputs.some(({ hasRule }) => hasRule) || operation.isSum !== true) return undefined;
    return functionOf(this.#case, operation)(inputs.map((input) => input.abs()));
  }

  /** Runs a part of the check; an error in it is a difference, and the other parts go on. */
  async #stage(name: string, run: () => Promise<void>): Promise<void> {
    try {
      await run();
    } catch (error) {
      if (error instanceof UnknownOpError) throw error;
      this.#reject(`${name}: ${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}`);
    }
  }

  #note(comparison: Comparison, openTags: readonly string[]): void {
    if (comparison === undefined) return;
    const byConvention = comparison.kind === 'value' && openTags.some((tag) => this.#case.tags.has(tag));
    this.#differences.push({ text: comparison.text, byConvention });
  }

  /** Notes what no convention excuses. */
  #reject(text: string): void {
    this.#differences.push({ text, byConvention: false });
  }
}

function toScalar(number: number): HostTensor {
  return { shape: [], dtype: 'float64', data: [number] };
}

function count(tensors: number): string {
  return tensors === 1 ? '1 tensor' : `${tensors} tensors`;
}

/** A list of `length` with the values at their positions and undefined elsewhere. */
function scatter<T>(values: readonly T[], positions: readonly number[], length: number): (T | undefined)[] {
  const list = new Array<T | undefined>(length).fill(undefined);
  positions.forEach((position, index) => {
    list[position] = values[index];
  });
  return list;
}

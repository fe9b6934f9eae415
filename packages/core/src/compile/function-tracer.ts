import { createdNodes, resolve } from '../graph/node.js';
import { type AnyTensor, Flag, has } from '../graph/tensor.js';
import type { Tracer } from '../graph/tracing.js';
import { topologicalOrder } from '../graph/traverse.js';
import { assigned, type BindingAttributes, describe, type Variable } from '../graph/variable.js';
import type { GeneratorEvent } from '../random/generator.js';
import { argumentPath } from './argument.js';
import { Draws } from './draws.js';

/** JavaScript state that a function read, and what it was. */
export interface Guard {
  readonly read: () => unknown;
  readonly value: unknown;
}

/** Takes down what a function does beside building nodes, and refuses what cannot be replayed. */
export class FunctionTracer implements Tracer {
  /** The newest node that was there before. */
  readonly start: number = createdNodes();
  readonly draws: Draws = new Draws();
  readonly guards: Guard[] = [];
  /** The Variables that the function asked about, or used. */
  readonly trainable: Map<Variable, boolean> = new Map<Variable, boolean>();
  #refusal: Error | undefined;
  /** The Variables that were assigned, each as it was before. */
  readonly #before = new Map<Variable, { readonly binding: AnyTensor; readonly isPending: boolean }>();

  reads(tensors: readonly AnyTensor[]): void {
    for (const tensor of tensors) {
      const cause = this.#causeOf(resolve(tensor));
      if (cause === undefined) continue;
      this.refuse(
        `reads or evaluates a tensor that depends on ${cause}, and what it does next may depend on the value`,
        'a replay could not follow: use where(…) in place of an if, or return the tensor and read the result',
      );
    }
  }

  assigns(tensor: AnyTensor): void {
    const variable = tensor as Variable;
    if (this.#before.has(variable)) return;
    this.#before.set(variable, { binding: variable.binding, isPending: assigned.has(variable) });
  }

  asksTrainable(variable: AnyTensor, answer: boolean): void {
    this.trainable.set(variable as Variable, answer);
  }

  guard(read: () => unknown, value: unknown): void {
    if (!this.guards.some((known) => known.read === read && Object.is(known.value, value))) {
      this.guards.push({ read, value });
    }
  }

  refuse(what: string, instead: string): never {
    const error = new Error(`compile: the function ${what}; ${instead}`);
    this.#refusal ??= error;
    throw error;
  }

  forgives(error: unknown): void {
    if (this.#refusal === error) this.#refusal = undefined;
  }

  /** Throws what was refused, where the function caught it: elsewhere it would have gone another way. */
  finish(): void {
    if (this.#refusal !== undefined) throw this.#refusal;
  }

  /** What generators are asked for. */
  hears(event: GeneratorEvent): void {
    const { kind, generator } = event;
    if (kind === 'seed') this.guard(() => generator.seed, event.seed);
    else if (kind === 'state') {
      this.refuse('reads the state of a Generator, which is another one at each call', 'read it outside');
    } else this.draws.note(event);
  }

  /** Gives the Variables back what they had. Returns what was assigned to them. */
  restoreVariables(): ReadonlyMap<Variable, AnyTensor> {
    const bindings = new Map<Variable, AnyTensor>();
    for (const [variable, { binding, isPending }] of this.#before) {
      bindings.set(variable, variable.binding);
      variable.binding = binding;
      if (!isPending) assigned.delete(variable);
    }
    return bindings;
  }

  /** What another call might bring another value of, of all that the node depends on. */
  #causeOf(node: AnyTensor): string | undefined {
    if (node.id <= this.start && !has(node, Flag.stateful)) return undefined;
    for (const each of topologicalOrder([node], ({ inputs }) => inputs).order) {
      const path = argumentPath(each);
      if (path !== undefined) return path;
      if (has(each, Flag.binding)) return describe((each.attributes as BindingAttributes).variable);
      if (each.id > this.start && isRandom(each)) return 'a random draw';
    }
    return undefined;
  }
}

function isRandom(node: AnyTensor): boolean {
  if (node.inputs.length > 0 || node.value !== undefined || has(node, Flag.symbolic)) return false;
  const lowering = node.op.lower(node.inputs, node.attributes, node);
  return lowering.kind === 'routine' && lowering.routine === 'random';
}

import { type AnyTensor, grad, jvp, vjp, zerosLike } from '@adjoint/core';
import type { CaseSecond, CaseTensors, OracleCase } from './case-file.js';
import { arrange, type FunctionOperation, type NamedTensor } from './ops/operation.js';
import { toTensor } from './tensors.js';

/** A case's op as a function of all its inputs. */
export function functionOf(
  each: OracleCase,
  operation: FunctionOperation,
): (inputs: readonly AnyTensor[]) => readonly AnyTensor[] {
  const names = each.inputs.map(({ name }) => name);
  return (inputs) => {
    const named: NamedTensor[] = inputs.map((tensor, index) => ({ name: names[index] as string, tensor }));
    const result = operation.apply(arrange(operation.signature, named), each.attributes, names);
    return Array.isArray(result) ? result : [result as AnyTensor];
  };
}

/** The derivatives of second order that a case can hold. */
export interface SecondOrder {
  /** ∂s/∂inputs, in the order of the differentiated inputs. */
  readonly grads: readonly AnyTensor[];
  /** ∂s/∂cotangents, in the order of the differentiated outputs. */
  readonly cotangentGrads: readonly AnyTensor[];
}

/**
 * A case's op as a function of the inputs that have gradients, to the outputs that have cotangents; the others are
 * constants and are left out.
 */
export class Derivatives {
  /** Which inputs are differentiated. */
  readonly inputs: readonly number[];
  /** Which outputs are. */
  readonly outputs: readonly number[];
  readonly #f: (variables: readonly AnyTensor[]) => AnyTensor[];
  readonly #variables: readonly AnyTensor[];
  readonly #cotangents: readonly AnyTensor[];

  constructor(
    f: (inputs: readonly AnyTensor[]) => readonly AnyTensor[],
    inputs: readonly AnyTensor[],
    grads: CaseTensors,
    cotangents: CaseTensors,
  ) {
    this.inputs = positions(grads);
    this.outputs = positions(cotangents);
    this.#variables = this.inputs.map((index) => inputs[index] as AnyTensor);
    this.#cotangents = cotangents.flatMap((each) => (each === null ? [] : [toTensor(each)]));
    this.#f = (variables) => {
      const all = [...inputs];
      this.inputs.forEach((index, position) => {
        all[index] = variables[position] as AnyTensor;
      });
      const results = f(all);
      return this.outputs.map((index) => results[index] as AnyTensor);
    };
  }

  /** Σ cotangents·∂outputs/∂inputs. */
  first(): readonly AnyTensor[] {
    return this.#pull(this.#variables, this.#cotangents);
  }

  /** The gradient of s = Σ weights·first() in the inputs and in the cotangents. */
  second({ weights }: CaseSecond): SecondOrder {
    const directions = this.#directions(weights);
    const s = (at: { variables: readonly AnyTensor[]; cotangents: readonly AnyTensor[] }): AnyTensor =>
      this.#pull(at.variables, at.cotangents)
        .map((gradient, index) => gradient.mul(directions[index] as AnyTensor).sum() as AnyTensor)
        .reduce((total, term) => total.add(term));
    const gradient = grad(s)({ variables: this.#variables, cotangents: this.#cotangents });
    return { grads: gradient.variables, cotangentGrads: gradient.cotangents };
  }

  /** The derivative of the outputs along the weights, by forward mode. */
  forward({ weights }: CaseSecond): readonly AnyTensor[] {
    return jvp(this.#f, [this.#variables], [this.#directions(weights)])[1];
  }

  #pull(variables: readonly AnyTensor[], cotangents: readonly AnyTensor[]): readonly AnyTensor[] {
    const [, pullback] = vjp(this.#f, variables);
    return pullback([...cotangents])[0];
  }

  #directions(weights: CaseTensors): AnyTensor[] {
    return this.inputs.map((index, position) => {
      const weight = weights[index];
      return weight ? toTensor(weight) : zerosLike(this.#variables[position] as AnyTensor);
    });
  }
}

function positions(tensors: CaseTensors): number[] {
  return tensors.flatMap((tensor, index) => (tensor === null ? [] : [index]));
}

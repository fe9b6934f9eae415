import type { DType } from './dtype.js';
import { createLeaf, createNode, resolve } from './node.js';
import type { Op } from './op.js';
import { type Shape, sameShape, showShape } from './shape.js';
import { type AnyTensor, Flag, has, Tensor } from './tensor.js';
import { tracing } from './tracing.js';
import { isOnHost } from './value.js';

/** How a Variable is made. */
export interface VariableOptions {
  /** Whether `backward` and optimizers see it; true unless said otherwise. */
  readonly trainable?: boolean;
  /** How errors and summaries call it. */
  readonly name?: string;
}

/** @internal What a binding node knows of its Variable. */
export interface BindingAttributes {
  readonly variable: Variable;
  /** The newest node's id when a step replaced the value, Infinity until then. */
  replacedAt: number;
}

/** A Variable's value between two assignments: a leaf to autodiff, and the assigned tensor to evaluation. */
export const bindingOp: Op<BindingAttributes> = Object.freeze<Op<BindingAttributes>>({
  name: 'variable',
  traits: { stopsGradient: true },
  shape: (_, { variable }) => variable.shape,
  dtype: (_, { variable }) => variable.dtype,
  vjp: () => undefined,
  batch: () => {
    throw new Error(
      'vmap: a Variable was assigned a value that depends on a batched argument; return the value instead',
    );
  },
  lower: ([assigned], _, output) => {
    if (assigned === undefined) throw new Error(expiredMessage(output));
    return { kind: 'composite', value: assigned };
  },
});

/**
 * A tensor whose value can be replaced: parameters, optimizer state, running statistics.
 *
 * It is used like any tensor. Building a node captures the value that the Variable has at that moment. `assign` rebinds
 * it: what is built afterwards sees the new value, what was built before keeps the old one, which stays readable until
 * the step after the next.
 */
export class Variable<out S extends Shape = Shape, out D extends DType = DType> extends Tensor<S, D> {
  /** The name used in errors and summaries; modules set it. */
  label: string;
  /** @internal The node that stands for the current value. */ binding: AnyTensor;
  /** @internal The value's node at the last step. */ committed: AnyTensor | undefined = undefined;
  /** @internal Bindings replaced by the last step that touched this Variable; readable until the next one. */
  retired: AnyTensor[] = [];
  #trainable: boolean;
  #grad: AnyTensor | null = null;

  /**
   * A Variable that starts with the tensor's value.
   *
   * @param initial its value; copied, so a later change of the source's Variable does not reach it
   */
  constructor(initial: Tensor<S, D>, options: VariableOptions = {}) {
    requireTensor(initial);
    tracing.current?.refuse(
      'makes a Variable, which each call would make anew',
      'make it outside, once, and let the function use it',
    );
    super(0, bindingOp, [], undefined, initial.shape, initial.dtype, Flag.variable, undefined);
    this.label = options.name ?? '';
    this.#trainable = options.trainable ?? true;
    if (this.#trainable) refuseToTrain(this);
    this.binding = bind(this, initial);
  }

  /** Whether `backward` reaches it. A frozen Variable is a constant to autodiff, from the next node built on. */
  get trainable(): boolean {
    tracing.current?.asksTrainable(this, this.#trainable);
    return this.#trainable;
  }

  set trainable(value: boolean) {
    if (value === this.trainable) return;
    tracing.current?.refuse(`freezes or unfreezes ${describe(this)}`, 'do that before the call');
    if (value) refuseToTrain(this);
    this.#trainable = value;
    const committed = this.committed === this.binding;
    this.binding = bind(this, this.binding);
    if (committed) this.committed = this.binding;
  }

  /** The gradient that `backward` has added up, or null. */
  get grad(): AnyTensor | null {
    if (tracing.current !== undefined) refuseGradient(this);
    return this.#grad;
  }

  set grad(gradient: AnyTensor | null) {
    if (tracing.current !== undefined) refuseGradient(this);
    this.#grad = gradient;
  }

  /**
   * Rebinds the Variable to a tensor of its shape and dtype and detaches it from how that was computed. The value is
   * computed when it is read, or at the next step.
   */
  assign(value: AnyTensor): void {
    checkAssignable(this, value);
    tracing.current?.assigns(this);
    this.binding = bind(this, value);
    assigned.add(this);
  }
}

/** Variables that were assigned since the last step. */
export const assigned: Set<Variable> = new Set();

/** @internal Throws unless the tensor can be the Variable's value. */
export function checkAssignable(variable: Variable, value: AnyTensor): void {
  if (!sameShape(variable.shape, value.shape) || variable.dtype !== value.dtype) {
    throw new TypeError(
      `assign: ${describe(variable)} is ${variable.dtype} ${showShape(variable.shape)} and cannot hold ` +
        `${value.dtype} ${showShape(value.shape)}; give it a tensor of its own shape and dtype`,
    );
  }
  if (has(resolve(value), Flag.symbolic)) {
    throw new Error(
      `assign: ${describe(variable)} cannot be assigned inside a transform a value that depends on the transform's ` +
        'placeholder; return the value from the function and assign it outside',
    );
  }
}

/** @internal A fresh binding of the Variable to a tensor. */
export function bind(variable: Variable, value: AnyTensor): AnyTensor {
  const source = resolve(value);
  const attributes: BindingAttributes = { variable, replacedAt: Number.POSITIVE_INFINITY };
  const flags = Flag.binding | Flag.stateful | (variable.trainable ? Flag.trainable : 0);
  // While a function is traced, the binding must tell where its value comes from.
  if (source.value !== undefined && tracing.current === undefined) {
    const node = createLeaf(bindingOp, attributes, variable.shape, variable.dtype, flags);
    if (!isOnHost(source.value)) source.value.retain();
    node.value = source.value;
    return node;
  }
  const node = createNode(bindingOp, [source], attributes);
  node.flags = flags;
  node.oldest = Number.POSITIVE_INFINITY;
  return node;
}

export function describe(variable: Variable): string {
  return variable.label === '' ? 'the Variable' : `the Variable '${variable.label}'`;
}

export function expiredMessage(binding: AnyTensor): string {
  const { variable } = binding.attributes as BindingAttributes;
  return (
    `evaluate: this tensor was built from a value of ${describe(variable)} that two later steps have replaced; ` +
    'read it earlier, or keep it with evaluate(tensor) before the step'
  );
}

function requireTensor(initial: unknown): void {
  if (initial instanceof Tensor) return;
  throw new TypeError(`Variable: expected a tensor, got ${typeof initial}; wrap the data in tensor(…)`);
}

function refuseGradient(variable: Variable): void {
  tracing.current?.refuse(
    `reads or sets the gradient of ${describe(variable)}, as backward() and zeroGrad() do`,
    'compile valueAndGrad(loss) instead, called on the parameters; outside, set each `grad` from what it returns, then step',
  );
}

function refuseToTrain(variable: Variable): void {
  if (variable.dtype !== 'float32' && variable.dtype !== 'float64') {
    throw new TypeError(
      `Variable: ${describe(variable)} is ${variable.dtype}, which has no gradient; ` +
        'make it { trainable: false } or cast its value to float32',
    );
  }
}

import { guard, sizeOf, Variable } from '@adjoint/core';
import { captureState, type LoadOptions, type LoadReport, restoreState, type StateDict } from './state-dict.js';
import { type SummaryEntry, summarise } from './summary.js';

/** The Variables that `freeze` froze. Others that are not trainable (running statistics) must stay so. */
const frozen = new WeakSet<Variable>();

/**
 * A part of a network: parameters, further modules, and what they compute.
 *
 * Every field of a subclass that holds a {@link Variable}, a Module, or an array or plain object of them is found and
 * named by its path, like `layers.0.weight`. A trainable Variable is a parameter; one that is not is a buffer: part of
 * the state but not of the training. Fields that are private (`#name`) stay hidden: keep in them what is neither.
 *
 * @example
 * class Scale extends Module {
 *   readonly factor = new Variable(tensor(1));
 *
 *   override forward<N extends number>(x: Tensor<[N]>): Tensor<[N]> {
 *     return x.mul(this.factor);
 *   }
 * }
 */
export abstract class Module {
  #training = true;
  readonly #readTraining = (): boolean => this.#training;

  /**
   * Whether layers that train and infer differently (dropout) behave as in training. See {@link train}. A compiled function
   * is traced for each of both.
   */
  get training(): boolean {
    return guard(this.#readTraining);
  }

  set training(training: boolean) {
    this.#training = training;
    // A replay would not set it, so it must be what it would be set to.
    guard(this.#readTraining);
  }

  /** What the module computes. */
  abstract forward(...inputs: never[]): unknown;

  /** The trainable Variables of this module and all below, each shared one once: what an optimizer takes. */
  parameters(): Variable[] {
    return this.namedParameters().map(([, variable]) => variable);
  }

  /** The trainable Variables with their paths, each shared one once, under the first. */
  namedParameters(): [name: string, variable: Variable][] {
    return this.namedVariables().filter(([, variable]) => variable.trainable);
  }

  /**
   * All Variables with their paths, trainable or not, each shared one once, under the first: a module's own before those
   * of the modules that it holds.
   */
  namedVariables(): [name: string, variable: Variable][] {
    return survey(this).flatMap(({ variables }) => variables);
  }

  /** This module (under the empty path) and all below with their paths, each shared one once, under the first. */
  namedModules(): [name: string, module: Module][] {
    return survey(this).map(({ path, module }) => [path, module]);
  }

  /** Sets this module and all below to training, or (false) to inference. */
  train(training = true): this {
    for (const [, module] of this.namedModules()) module.training = training;
    return this;
  }

  /** Sets this module and all below to inference. */
  eval(): this {
    return this.train(false);
  }

  /** Makes all parameters constants to autodiff, from the next node built on. They stay part of the state. */
  freeze(): this {
    for (const [, variable] of this.namedParameters()) {
      variable.trainable = false;
      frozen.add(variable);
    }
    return this;
  }

  /** Undoes {@link freeze}. What was never trainable stays so. */
  unfreeze(): this {
    for (const [, variable] of this.namedVariables()) {
      if (frozen.delete(variable)) variable.trainable = true;
    }
    return this;
  }

  /** How many numbers the parameters hold. */
  parameterCount(): number {
    return this.parameters().reduce((total, parameter) => total + sizeOf(parameter.shape), 0);
  }

  /** The current values of all Variables by path. They are captured: training on does not change them. */
  stateDict(): StateDict {
    return captureState(new Map(this.namedVariables()));
  }

  /**
   * Assigns values by path, as {@link stateDict} returned them. Everything is checked before anything is assigned.
   *
   * @returns which names were passed over, where `strict` is false
   * @throws Error that lists all names that are missing, unexpected, or of another shape or dtype
   */
  loadStateDict(state: Readonly<StateDict>, options: LoadOptions = {}): LoadReport {
    return restoreState(this.constructor.name, new Map(this.namedVariables()), state, options);
  }

  /** The module as a text table: paths, kinds, shapes and parameter counts. */
  summary(): string {
    return summarise(survey(this).filter(({ variables, holdsModules }) => variables.length > 0 || !holdsModules));
  }
}

interface Surveyed extends SummaryEntry {
  readonly module: Module;
  readonly variables: [name: string, variable: Variable][];
  holdsModules: boolean;
}

/** All modules from the root on, in the order of their fields, each with its own Variables. */
function survey(root: Module): Surveyed[] {
  const found: Surveyed[] = [];
  const seen = new Set<object>();

  const enter = (module: Module, path: string): void => {
    const own: Surveyed = { module, path, kind: module.constructor.name, variables: [], holdsModules: false };
    found.push(own);
    for (const [key, value] of Object.entries(module)) look(value, path === '' ? key : `${path}.${key}`, own);
  };

  const look = (value: unknown, path: string, owner: Surveyed): void => {
    if (typeof value !== 'object' || value === null) return;
    if (value instanceof Module) owner.holdsModules = true;
    if (seen.has(value)) return;
    if (value instanceof Variable) {
      seen.add(value);
      adopt(value, path);
      owner.variables.push([path, value]);
    } else if (value instanceof Module) {
      seen.add(value);
      enter(value, path);
    } else if (Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype) {
      seen.add(value);
      for (const [key, item] of Object.entries(value)) look(item, `${path}.${key}`, owner);
    }
  };

  seen.add(root);
  enter(root, '');
  return found;
}

/** Errors call a Variable by its path, unless it was given a name of its own. */
function adopt(variable: Variable, path: string): void {
  if (`.${path}`.endsWith(`.${variable.label}`) || variable.label === '') variable.label = path;
}

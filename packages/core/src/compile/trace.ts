import type { Result, SlotSpec, Step } from '../backend/contract.js';
import type { AnyTensor } from '../graph/tensor.js';
import type { Value } from '../graph/value.js';
import type { Variable } from '../graph/variable.js';
import type { Draws } from './draws.js';
import type { Guard } from './function-tracer.js';
import type { Layout } from './layout.js';

/** Where a value comes from at each call: one of the arguments, what a Variable holds then, or it is always the same. */
export type Origin =
  | { readonly kind: 'argument'; readonly index: number }
  | { readonly kind: 'variable'; readonly variable: Variable }
  | { readonly kind: 'constant'; readonly value: Value };

/** A tensor that a call returns: an argument, always the same one, or a result of the program. */
export type Output =
  | { readonly kind: 'argument'; readonly index: number }
  | { readonly kind: 'same'; readonly tensor: AnyTensor }
  | { readonly kind: 'result'; readonly result: number };

/** A result of the program that is returned as a tensor. */
export interface ComputedOutput {
  readonly spec: SlotSpec;
  /** Whether it depends on trainable Variables, so that their gradients are out of reach. */
  readonly isLost: boolean;
  /** The arguments that a gradient would reach. */
  readonly reaches: readonly number[];
}

/** What one call of a function does, without what is new at each call. */
export interface Trace {
  readonly layout: Layout;
  readonly outputs: readonly Output[];
  readonly slots: readonly SlotSpec[];
  readonly sources: readonly { readonly slot: number; readonly origin: Origin }[];
  readonly steps: readonly Step[];
  readonly results: readonly Result[];
  /** The first results: those that are returned. Others are only assigned. */
  readonly computed: readonly ComputedOutput[];
  /** Variables that are assigned, each with the result that is its new value. */
  readonly assignments: readonly { readonly variable: Variable; readonly result: number }[];
  readonly draws: Draws;
  /** The steps that take a random key, and which of the drawn ones. */
  readonly keyed: readonly { readonly step: number; readonly draw: number }[];
  readonly guards: readonly Guard[];
  readonly trainable: ReadonlyMap<Variable, boolean>;
}

import type { AnyTensor } from './tensor.js';

/**
 * Who watches a function while `compile` traces it. What a replay would not see again is reported here, by whoever does it.
 */
export interface Tracer {
  /** Values are about to be read. Throws where another call might read others. */
  reads(tensors: readonly AnyTensor[]): void;
  /** A Variable is about to be assigned. */
  assigns(variable: AnyTensor): void;
  /** Somebody asked whether a Variable is trainable: it is, or it is not. */
  asksTrainable(variable: AnyTensor, answer: boolean): void;
  /** JavaScript state was read, which had that value. */
  guard(read: () => unknown, value: unknown): void;
  /**
   * Throws: the function does what cannot be replayed. Says what it does and what to write instead. The error comes up
   * again at the end, where the function caught it.
   */
  refuse(what: string, instead: string): never;
  /** Somebody caught such an error who does nothing but show it. */
  forgives(error: unknown): void;
}

/** The tracer of the function that is being traced, if one is. */
export const tracing: { current: Tracer | undefined } = { current: undefined };

/**
 * Reads JavaScript state that a compiled function may depend on. Inside such a function the value becomes part of what
 * tells its traces apart: where it has changed, the function is traced anew. Elsewhere it is a plain call.
 *
 * @param read returns the state: a number, a string, a boolean, or an object that is replaced when it changes
 * @example
 * const temperature = guard(() => settings.temperature);
 */
export function guard<T>(read: () => T): T {
  const value = read();
  tracing.current?.guard(read, value);
  return value;
}

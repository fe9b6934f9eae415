import { assemble, type Code, unsigned, type ValueType, valueTypes, vector } from './code.js';
import { type FunctionReference, type Local, local } from './control.js';

export interface Signature {
  readonly parameters: readonly ValueType[];
  readonly results: readonly ValueType[];
}

/** Makes a function's body: the code that leaves its results. */
export type BuildBody = (f: FunctionBuilder, ...parameters: readonly Local[]) => Code;

/** What a function's body sees of the module around it. */
export interface ModuleScope {
  /** Whether code may use relaxed SIMD. */
  readonly relaxed: boolean;
  /** Adds a function. */
  define(signature: Signature, build: BuildBody): FunctionReference;
  /** The function of that name; adds it at the first request. */
  once(name: string, signature: Signature, build: BuildBody): FunctionReference;
}

/** One function while its body is made: hands out local variables. */
export class FunctionBuilder {
  readonly module: ModuleScope;
  readonly parameters: readonly Local[];
  readonly #locals: ValueType[] = [];
  readonly #constants = new Map<string, { readonly setter: Code; readonly reader: Code }>();
  /** The same by identity, which is faster to find. */
  readonly #constantsByCode = new Map<Code, Code>();

  constructor(module: ModuleScope, signature: Signature) {
    this.module = module;
    this.parameters = signature.parameters.map((type, index) => ({ index, type }));
  }

  /** A new local variable. It starts as 0 at each call, not at each turn of a loop. */
  local(type: ValueType): Local {
    const variable = { index: this.parameters.length + this.#locals.length, type };
    this.#locals.push(type);
    return variable;
  }

  /**
   * A v128 constant, kept in a local variable that is set once, at the function's start. Engines do not hoist vector
   * constants out of loops by themselves.
   */
  constant(value: Code): Code {
    const known = this.#constantsByCode.get(value);
    if (known !== undefined) return known;
    const key = String.fromCharCode(...assemble(value));
    const reader = this.#constants.get(key)?.reader ?? this.#addConstant(key, value);
    this.#constantsByCode.set(value, reader);
    return reader;
  }

  /** The function's entry in the code section. */
  encode(body: Code): Code {
    const prologue = Array.from(this.#constants.values(), ({ setter }) => setter);
    const code = assemble([this.#declarations(), prologue, body, 0x0b]);
    return [unsigned(code.length), code];
  }

  #addConstant(key: string, value: Code): Code {
    const variable = this.local('v128');
    const reader = local.get(variable);
    this.#constants.set(key, { setter: local.set(variable, value), reader });
    return reader;
  }

  /** Runs of locals of one type are declared together. */
  #declarations(): Code {
    const runs: { readonly type: ValueType; count: number }[] = [];
    for (const type of this.#locals) {
      const last = runs[runs.length - 1];
      if (last?.type === type) last.count++;
      else runs.push({ type, count: 1 });
    }
    return vector(runs.map(({ type, count }) => [unsigned(count), valueTypes[type]]));
  }
}

import {
  type Code,
  call,
  type FunctionBuilder,
  i32,
  type Local,
  local,
  type ValueType,
  v128,
} from '../encoder/index.js';
import type { FloatFormat } from './format.js';

/** Code that computes a function of one vector, or of two. */
export type UnaryMath = (x: Code, f: FunctionBuilder) => Code;
export type BinaryMath = (x: Code, y: Code, f: FunctionBuilder) => Code;

/**
 * Straight-line vector code while it is written: `set` computes a value once, under a name, and `result` joins what was
 * set before with the value that is left.
 */
export class Draft {
  readonly f: FunctionBuilder;
  readonly format: FloatFormat;
  /** a · b + c; rounded once or twice. Nothing here relies on either. */
  readonly madd: (a: Code, b: Code, c: Code) => Code;
  /** c − a · b, likewise. */
  readonly nmadd: (a: Code, b: Code, c: Code) => Code;
  readonly #statements: Code[] = [];

  constructor(f: FunctionBuilder, format: FloatFormat) {
    this.f = f;
    this.format = format;
    this.madd = format.number.madd(f.module);
    this.nmadd = format.number.nmadd(f.module);
  }

  /** Computes the value now; what is returned reads it. */
  set(value: Code, type: ValueType = 'v128'): Code {
    return local.get(this.variable(value, type));
  }

  /** The same for a value that is assigned again later. */
  variable(value: Code, type: ValueType = 'v128'): Local {
    const variable = this.f.local(type);
    this.#statements.push(local.set(variable, value));
    return variable;
  }

  /** Code that leaves no value. */
  run(statement: Code): void {
    this.#statements.push(statement);
  }

  result(value: Code): Code {
    return [...this.#statements, value];
  }

  /** A number in every lane. */
  number(value: number): Code {
    return this.f.constant(this.format.splatNumber(value));
  }

  /** An integer of the lanes' width in every lane. */
  integer(value: bigint): Code {
    return this.f.constant(this.format.splatInteger(value));
  }

  /** Σ cᵢ xⁱ by Horner's scheme. The code of x is repeated: it should read a variable. */
  polynomial(x: Code, coefficients: readonly number[]): Code {
    return coefficients.reduceRight<Code>(
      (sum, coefficient) => (sum.length === 0 ? this.number(coefficient) : this.madd(sum, x, this.number(coefficient))),
      [],
    );
  }

  /** Lane by lane: `mask ? whenTrue : whenFalse`. */
  select(mask: Code, whenTrue: Code, whenFalse: Code): Code {
    return v128.bitselect(whenTrue, whenFalse, mask);
  }

  signBit(x: Code): Code {
    return v128.and(x, this.number(-0));
  }

  /** The non-negative `magnitude` (or NaN) with the sign of `x`, that of zero included. */
  withSignOf(x: Code, magnitude: Code): Code {
    return v128.or(magnitude, this.signBit(x));
  }

  shiftLeft(x: Code, bits: number): Code {
    return this.format.integer.shl(x, i32.const(bits));
  }

  shiftRight(x: Code, bits: number): Code {
    return this.format.integer.shrU(x, i32.const(bits));
  }
}

/** Makes a function of the module out of a computation, so that it stands there once and calls stay small. */
export function asFunction(name: string, compute: UnaryMath): UnaryMath {
  return (x, f) => {
    const signature = { parameters: ['v128'], results: ['v128'] } as const;
    return call(
      f.module.once(name, signature, (g, a) => compute(local.get(a as Local), g)),
      x,
    );
  };
}

/** The same for two operands. */
export function asBinaryFunction(name: string, compute: BinaryMath): BinaryMath {
  return (x, y, f) => {
    const signature = { parameters: ['v128', 'v128'], results: ['v128'] } as const;
    const reference = f.module.once(name, signature, (g, a, b) =>
      compute(local.get(a as Local), local.get(b as Local), g),
    );
    return call(reference, x, y);
  };
}

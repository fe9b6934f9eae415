import { type Code, type FunctionBuilder, f32x4, f64x2, v128 } from '../encoder/index.js';
import { asBinaryFunction, asFunction, type BinaryMath, Draft, type UnaryMath } from './draft.js';
import { f32Format } from './format.js';

/**
 * A function of float32 by way of float64, for those that are not hot: the result is rounded once, so nearly always
 * correctly.
 */
export function throughFloat64(name: string, wide: UnaryMath): UnaryMath {
  return asFunction(`f32x4.${name}`, (argument: Code, f: FunctionBuilder): Code => {
    const draft = new Draft(f, f32Format);
    const x = draft.set(argument);
    return draft.result(join(wide(lowerHalf(x), f), wide(upperHalf(x), f)));
  });
}

/** The same for two operands. */
export function binaryThroughFloat64(name: string, wide: BinaryMath): BinaryMath {
  return asBinaryFunction(`f32x4.${name}`, (xArgument: Code, yArgument: Code, f: FunctionBuilder): Code => {
    const draft = new Draft(f, f32Format);
    const x = draft.set(xArgument);
    const y = draft.set(yArgument);
    return draft.result(join(wide(lowerHalf(x), lowerHalf(y), f), wide(upperHalf(x), upperHalf(y), f)));
  });
}

function lowerHalf(x: Code): Code {
  return f64x2.promoteLowF32x4(x);
}

function upperHalf(x: Code): Code {
  return f64x2.promoteLowF32x4(v128.shuffle64(x, x, [1, 0]));
}

function join(low: Code, high: Code): Code {
  return v128.shuffle64(f32x4.demoteF64x2Zero(low), f32x4.demoteF64x2Zero(high), [0, 2]);
}

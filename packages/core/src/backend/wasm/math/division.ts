import {
  type Code,
  call,
  type FunctionBuilder,
  type FunctionReference,
  f64,
  f64x2,
  i32,
  i32x4,
  i64,
  ifElse,
  type Local,
  local,
  type ModuleScope,
  returnValue,
  v128,
  whileLoop,
} from '../encoder/index.js';
import { type BinaryMath, Draft } from './draft.js';
import { type FloatFormat, f64Format } from './format.js';

/* Divisions with a whole quotient, on float64. */

const SIGNIFICAND_BITS = 52n;
const INFINITY_BITS = 0x7ff0000000000000n;
/** How far a remainder of 53 bits can be shifted within 64. */
const SPARE_BITS = 11;

/** ⌊x / y⌋. */
export function floorDivide(x: Code, y: Code): Code {
  return f64x2.floor(f64x2.div(x, y));
}

/** x − y · trunc(x / y), exactly, with the sign of x. */
export function fmod(xArgument: Code, yArgument: Code, f: FunctionBuilder): Code {
  const draft = new Draft(f, f64Format);
  const x = draft.set(xArgument);
  const y = draft.set(yArgument);
  return draft.result(fmodByLanes(f, x, y));
}

/**
 * The same for operands that are float32. Up to 2²⁸ the quotient in float64 is right to the last whole, and its product
 * with y is exact; other lanes take the long way.
 */
export function fmodOfFloat32(xArgument: Code, yArgument: Code, f: FunctionBuilder): Code {
  const { abs, div, lt, mul, sub, trunc } = f64x2;
  const draft = new Draft(f, f64Format);
  const x = draft.set(xArgument);
  const y = draft.set(yArgument);
  const quotient = draft.set(div(x, y));
  const remainder = abs(sub(x, mul(trunc(quotient), y)));
  const result = draft.variable(draft.withSignOf(x, remainder));
  const isFinite = lt(abs(y), draft.number(Infinity));
  const isShort = draft.set(v128.and(lt(abs(quotient), draft.number(2 ** 28)), isFinite));
  const long = draft.select(isShort, local.get(result), fmodByLanes(f, x, y));
  draft.run(ifElse(i32x4.allTrue(isShort), [], local.set(result, long)));
  return draft.result(local.get(result));
}

/** x − y · ⌊x / y⌋: the remainder with the sign of y, zero included, from that with the sign of x. */
export function remainderFrom(
  format: FloatFormat,
  fmod: BinaryMath,
  x: Code,
  yArgument: Code,
  f: FunctionBuilder,
): Code {
  const { add, eq, lt } = format.number;
  const draft = new Draft(f, format);
  const y = draft.set(yArgument);
  const t = draft.set(fmod(x, y, f));
  const zero = draft.number(0);
  const signsDiffer = v128.xor(lt(t, zero), lt(y, zero));
  const moved = draft.select(signsDiffer, add(t, y), t);
  return draft.result(draft.select(eq(t, zero), draft.signBit(y), moved));
}

function fmodByLanes(f: FunctionBuilder, x: Code, y: Code): Code {
  const lane = (index: number): Code =>
    call(fmodOne(f.module), f64x2.extractLane(x, index), f64x2.extractLane(y, index));
  return f64x2.replaceLane(f64x2.splat(lane(0)), 1, lane(1));
}

/** Long division of the significands, eleven bits at a time. */
function fmodOne(module: ModuleScope): FunctionReference {
  return module.once('f64.fmod', { parameters: ['f64', 'f64'], results: ['f64'] }, (f, xParameter, yParameter) => {
    const [x, y] = [local.get(xParameter as Local), local.get(yParameter as Local)];
    const integer = (): Local => f.local('i64');
    const [xBits, yBits, m, mY, e, eY, count, step] = [
      integer(),
      integer(),
      integer(),
      integer(),
      integer(),
      integer(),
      integer(),
      integer(),
    ] as const;
    const { get, set } = local;
    const magnitude = (value: Code): Code => i64.and(i64.reinterpretF64(value), i64.const(2n ** 63n - 1n));
    const implicitBit = i64.const(2n ** SIGNIFICAND_BITS);
    const withSignOfX = (bits: Code): Code => f64.copysign(f64.reinterpretI64(bits), x);
    /** Shifts the significand until its first bit stands at the implicit one's place. */
    const normalise = (significand: Local, exponent: Local): Code => [
      set(step, i64.sub(i64.clz(get(significand)), i64.const(SPARE_BITS))),
      set(significand, i64.shl(get(significand), get(step))),
      set(exponent, i64.sub(get(exponent), get(step))),
    ];
    const takeApart = (bits: Local, significand: Local, exponent: Local): Code => [
      set(exponent, i64.shrU(get(bits), i64.const(SIGNIFICAND_BITS))),
      set(significand, i64.and(get(bits), i64.const(2n ** SIGNIFICAND_BITS - 1n))),
      ifElse(
        i64.eqz(get(exponent)),
        [set(exponent, i64.const(1)), normalise(significand, exponent)],
        set(significand, i64.or(get(significand), implicitBit)),
      ),
    ];
    const isInvalid = i32.or(
      i32.or(i64.eqz(get(yBits)), i64.geU(get(xBits), i64.const(INFINITY_BITS))),
      i64.gtU(get(yBits), i64.const(INFINITY_BITS)),
    );
    return [
      set(xBits, magnitude(x)),
      set(yBits, magnitude(y)),
      ifElse(isInvalid, returnValue(f64.const(Number.NaN))),
      ifElse(i64.ltU(get(xBits), get(yBits)), returnValue(x)),
      takeApart(xBits, m, e),
      takeApart(yBits, mY, eY),
      set(m, i64.remU(get(m), get(mY))),
      set(count, i64.sub(get(e), get(eY))),
      whileLoop(i64.gtS(get(count), i64.const(0)), [
        set(step, i64.const(SPARE_BITS)),
        ifElse(i64.ltS(get(count), i64.const(SPARE_BITS)), set(step, get(count))),
        set(m, i64.remU(i64.shl(get(m), get(step)), get(mY))),
        set(count, i64.sub(get(count), get(step))),
      ]),
      ifElse(i64.eqz(get(m)), returnValue(withSignOfX(i64.const(0)))),
      normalise(m, eY),
      // A subnormal remainder is shifted back.
      ifElse(
        i64.gtS(get(eY), i64.const(0)),
        set(m, i64.add(i64.sub(get(m), implicitBit), i64.shl(get(eY), i64.const(SIGNIFICAND_BITS)))),
        set(m, i64.shrU(get(m), i64.sub(i64.const(1), get(eY)))),
      ),
      withSignOfX(get(m)),
    ];
  });
}

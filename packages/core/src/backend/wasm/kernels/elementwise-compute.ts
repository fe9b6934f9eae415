import type { DType } from '../../../graph/dtype.js';
import type { BinaryInstruction, UnaryInstruction } from '../../scalar.js';
import { type Code, type FunctionBuilder, v128 } from '../encoder/index.js';
import { type VectorMath, vectorMath } from '../math/index.js';
import { type Lanes, narrowMasks, widenMasks } from './elementwise-lanes.js';

/** What operands an instruction has here; a result of the dtype bool is a mask of 32-bit lanes, as everywhere. */
export interface Typed {
  readonly operands: DType;
  readonly result: DType;
}

const { unary: int32Unary, binary: int32Binary } = vectorMath.i32x4;
const onIntegers: ReadonlySet<string> = new Set(
  Object.entries({ ...int32Unary, ...int32Binary }).flatMap(([name, math]) => (math === undefined ? [] : [name])),
);

/** Whether int32 vectors compute the instruction themselves. */
export function isOnIntegers(instruction: UnaryInstruction | BinaryInstruction): boolean {
  return onIntegers.has(instruction);
}

export function computeUnary(f: FunctionBuilder, instruction: UnaryInstruction, x: Lanes, dtypes: Typed): Lanes {
  // Bools know but one unary instruction: not.
  if (dtypes.operands === 'bool') return x.map(v128.not);
  const compute = mathOf(dtypes.operands).unary[instruction] ?? missing(instruction, dtypes.operands);
  return asMasks(
    x.map((vector) => compute(vector, f)),
    dtypes,
  );
}

export function computeBinary(
  f: FunctionBuilder,
  instruction: BinaryInstruction,
  x: Lanes,
  y: Lanes,
  dtypes: Typed,
): Lanes {
  if (dtypes.operands === 'bool') {
    const combine = { and: v128.and, or: v128.or, xor: v128.xor }[instruction as 'and' | 'or' | 'xor'];
    return x.map((mask, index) => combine(mask, y[index] as Code));
  }
  const compute = mathOf(dtypes.operands).binary[instruction] ?? missing(instruction, dtypes.operands);
  return asMasks(
    x.map((vector, index) => compute(vector, y[index] as Code, f)),
    dtypes,
  );
}

export function computeSelect(
  f: FunctionBuilder,
  condition: Lanes,
  whenTrue: Lanes,
  whenFalse: Lanes,
  dtype: DType,
): Lanes {
  const masks = dtype === 'float64' ? widenMasks(f, condition) : condition;
  return masks.map((mask, index) => v128.bitselect(whenTrue[index] as Code, whenFalse[index] as Code, mask));
}

/** Questions to float64 have masks of 64-bit lanes. */
function asMasks(lanes: Lanes, { operands, result }: Typed): Lanes {
  return operands === 'float64' && result === 'bool' ? narrowMasks(lanes) : lanes;
}

function mathOf(dtype: DType): VectorMath<undefined> {
  if (dtype === 'float32') return vectorMath.f32x4;
  return dtype === 'float64' ? vectorMath.f64x2 : vectorMath.i32x4;
}

function missing(instruction: string, dtype: DType): never {
  throw new Error(`wasm elementwise: no vectors of ${dtype} compute '${instruction}'; convert to float64 first`);
}

import { bytesPerElement, type DType } from '../../../graph/dtype.js';
import {
  type Code,
  type FunctionBuilder,
  f32x4,
  f64x2,
  i8x16,
  i32,
  i32x4,
  ifElse,
  type Local,
  local,
  v128,
} from '../encoder/index.js';
import { type Lanes, narrowToBytes, widenBytes } from './elementwise-lanes.js';

/** Where the elements of a group of 4 lie, in bytes from the first; for those beyond a row's end, anywhere legal. */
export interface Gaps {
  readonly second: Local;
  readonly third: Local;
  readonly fourth: Local;
}

/** A parameter as all lanes of a vector. */
export function splat(parameter: Local, dtype: DType): Lanes {
  const value = local.get(parameter);
  if (dtype === 'float32') return [f32x4.splat(value)];
  if (dtype === 'float64') return [f64x2.splat(value), f64x2.splat(value)];
  return [i32x4.splat(value)];
}

/** One element, in all lanes. */
export function loadSplat(pointer: Local, dtype: DType): Lanes {
  const address = local.get(pointer);
  switch (dtype) {
    case 'float32':
    case 'int32':
      return [v128.load32Splat(address)];
    case 'float64':
      return [v128.load64Splat(address), v128.load64Splat(address)];
    case 'uint8':
      return [i32x4.splat(i32.load8U(address))];
    case 'bool':
      return [i8x16.neg(v128.load8Splat(address))];
  }
}

/** 16 elements in a row. */
export function load16(f: FunctionBuilder, pointer: Local, dtype: DType): Lanes {
  const address = local.get(pointer);
  if (dtype === 'uint8' || dtype === 'bool') return widenBytes(f, v128.load(address), 4, dtype);
  const vectors = bytesPerElement[dtype];
  return Array.from({ length: vectors }, (_, index) => v128.load(address, { offset: 16 * index }));
}

/**
 * 4 elements in a row, or what is left of it and, beyond, whatever lies there. Float64 fills two vectors; `upper` says
 * where the other one lies, so that a row's end is not passed by more than a vector.
 */
export function load4(f: FunctionBuilder, pointer: Local, dtype: DType, upper: Local): Lanes {
  const address = local.get(pointer);
  if (dtype === 'uint8' || dtype === 'bool') return widenBytes(f, v128.load32Zero(address), 1, dtype);
  if (dtype === 'float64') return [v128.load(address), v128.load(i32.add(address, local.get(upper)))];
  return [v128.load(address)];
}

/** 4 elements with gaps between them. */
export function gather4(f: FunctionBuilder, pointer: Local, dtype: DType, gaps: Gaps): Lanes {
  const first = local.get(pointer);
  const at = (gap: Local): Code => i32.add(first, local.get(gap));
  const [second, third, fourth] = [at(gaps.second), at(gaps.third), at(gaps.fourth)];
  switch (dtype) {
    case 'float32':
    case 'int32': {
      const { load32Lane } = v128;
      // A lane's address comes before the vector that it goes into.
      return [load32Lane(fourth, load32Lane(third, load32Lane(second, v128.load32Zero(first), 1), 2), 3)];
    }
    case 'float64':
      return [v128.load64Lane(second, v128.load64Zero(first), 1), v128.load64Lane(fourth, v128.load64Zero(third), 1)];
    case 'uint8':
    case 'bool': {
      const { load8Lane } = v128;
      const low = load8Lane(second, load8Lane(first, v128.zero, 0), 1);
      return widenBytes(f, load8Lane(fourth, load8Lane(third, low, 2), 3), 1, dtype);
    }
  }
}

/** Stores 16 elements. */
export function store16(f: FunctionBuilder, pointer: Local, lanes: Lanes, dtype: DType): Code {
  const address = local.get(pointer);
  if (dtype === 'uint8' || dtype === 'bool') return v128.store(address, narrowToBytes(f, lanes, dtype));
  return lanes.map((vector, index) => v128.store(address, vector, { offset: 16 * index }));
}

/** What is stored for 4 elements: bytes are packed. */
export function pack4(f: FunctionBuilder, lanes: Lanes, dtype: DType): Lanes {
  return dtype === 'uint8' || dtype === 'bool' ? [narrowToBytes(f, lanes, dtype)] : lanes;
}

/** Stores 4 packed elements. */
export function store4(pointer: Local, packed: Lanes, dtype: DType): Code {
  const address = local.get(pointer);
  if (dtype === 'uint8' || dtype === 'bool') return v128.store32Lane(address, packed[0] as Code, 0);
  return packed.map((vector, index) => v128.store(address, vector, { offset: 16 * index }));
}

/** Stores the first 1, 2 or 3 of 4 packed elements. */
export function storePart(pointer: Local, packed: Lanes, dtype: DType, count: Local): Code {
  const address = local.get(pointer);
  const vector = packed[0] as Code;
  const isMany = i32.geU(local.get(count), i32.const(2));
  const isThree = i32.eq(local.get(count), i32.const(3));
  switch (dtype) {
    case 'float32':
    case 'int32': {
      const third = v128.store32Lane(address, vector, 2, { offset: 8 });
      const many = [v128.store64Lane(address, vector, 0), ifElse(isThree, third)];
      return ifElse(isMany, many, v128.store32Lane(address, vector, 0));
    }
    case 'float64': {
      const third = v128.store64Lane(address, packed[1] as Code, 0, { offset: 16 });
      return ifElse(
        isMany,
        [v128.store(address, vector), ifElse(isThree, third)],
        v128.store64Lane(address, vector, 0),
      );
    }
    case 'uint8':
    case 'bool': {
      const third = v128.store8Lane(address, vector, 2, { offset: 2 });
      const many = [v128.store16Lane(address, vector, 0), ifElse(isThree, third)];
      return ifElse(isMany, many, v128.store8Lane(address, vector, 0));
    }
  }
}

import type { Code } from './code.js';
import {
  type Binary,
  binary,
  type Load,
  type LoadLane,
  lane,
  load,
  type Store,
  simd,
  store,
  type Ternary,
  ternary,
  type Unary,
  unary,
} from './instruction.js';

type Loads =
  | 'load'
  | 'load8x8S'
  | 'load8x8U'
  | 'load16x4S'
  | 'load16x4U'
  | 'load32x2S'
  | 'load32x2U'
  | 'load8Splat'
  | 'load16Splat'
  | 'load32Splat'
  | 'load64Splat'
  /** The other lanes are 0. */
  | 'load32Zero'
  | 'load64Zero';

type Lanes =
  | 'load8Lane'
  | 'load16Lane'
  | 'load32Lane'
  | 'load64Lane'
  | 'store8Lane'
  | 'store16Lane'
  | 'store32Lane'
  | 'store64Lane';

/** Instructions on 128 bits, whatever their lanes. */
export const v128: Record<Loads, Load> &
  Record<Lanes, LoadLane> &
  Record<'and' | 'andnot' | 'or' | 'xor', Binary> &
  Record<'not' | 'anyTrue', Unary> & {
    readonly store: Store;
    /** Bit by bit: `mask ? whenSet : whenClear`. */
    readonly bitselect: (whenSet: Code, whenClear: Code, mask: Code) => Code;
    /** Bytes of `left` (0 to 15) and `right` (16 to 31) in any order. */
    readonly shuffleBytes: (left: Code, right: Code, bytes: readonly number[]) => Code;
    /** 32-bit lanes of `left` (0 to 3) and `right` (4 to 7) in any order. */
    readonly shuffle32: (left: Code, right: Code, lanes: readonly number[]) => Code;
    /** 64-bit lanes of `left` (0, 1) and `right` (2, 3) in any order. */
    readonly shuffle64: (left: Code, right: Code, lanes: readonly number[]) => Code;
    readonly zero: Code;
  } = {
  load: load(16, ...simd(0x00)),
  load8x8S: load(8, ...simd(0x01)),
  load8x8U: load(8, ...simd(0x02)),
  load16x4S: load(8, ...simd(0x03)),
  load16x4U: load(8, ...simd(0x04)),
  load32x2S: load(8, ...simd(0x05)),
  load32x2U: load(8, ...simd(0x06)),
  load8Splat: load(1, ...simd(0x07)),
  load16Splat: load(2, ...simd(0x08)),
  load32Splat: load(4, ...simd(0x09)),
  load64Splat: load(8, ...simd(0x0a)),
  load32Zero: load(4, ...simd(0x5c)),
  load64Zero: load(8, ...simd(0x5d)),
  load8Lane: lane(1, ...simd(0x54)),
  load16Lane: lane(2, ...simd(0x55)),
  load32Lane: lane(4, ...simd(0x56)),
  load64Lane: lane(8, ...simd(0x57)),
  store8Lane: lane(1, ...simd(0x58)),
  store16Lane: lane(2, ...simd(0x59)),
  store32Lane: lane(4, ...simd(0x5a)),
  store64Lane: lane(8, ...simd(0x5b)),
  store: store(16, ...simd(0x0b)),
  not: unary(...simd(0x4d)),
  and: binary(...simd(0x4e)),
  // The specification's andnot(a, b) is a & ~b.
  andnot: binary(...simd(0x4f)),
  or: binary(...simd(0x50)),
  xor: binary(...simd(0x51)),
  bitselect: ternary(...simd(0x52)) satisfies Ternary,
  anyTrue: unary(...simd(0x53)),
  shuffleBytes: shuffle(1),
  shuffle32: shuffle(4),
  shuffle64: shuffle(8),
  zero: [...simd(0x0c), new Array<number>(16).fill(0)],
};

function shuffle(size: number): (left: Code, right: Code, lanes: readonly number[]) => Code {
  return (left, right, lanes) => {
    if (lanes.length * size !== 16)
      throw new Error(`wasm encoder: a shuffle takes ${16 / size} lanes, got ${lanes.length}`);
    const bytes = lanes.flatMap((index) => Array.from({ length: size }, (_, byte) => index * size + byte));
    return [left, right, ...simd(0x0d), ...bytes];
  };
}

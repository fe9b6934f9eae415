import { bytesOf, type Code, signed } from './code.js';
import { type Binary, binary, type Load, load, type Store, store, type Unary, unary } from './instruction.js';

/** Instructions on single numbers. `S` and `U` read integers as signed and unsigned. */

type Comparisons = 'eq' | 'ne' | 'ltS' | 'ltU' | 'gtS' | 'gtU' | 'leS' | 'leU' | 'geS' | 'geU';
type IntegerArithmetic = 'add' | 'sub' | 'mul' | 'divS' | 'divU' | 'remS' | 'remU';
type Bits = 'and' | 'or' | 'xor' | 'shl' | 'shrS' | 'shrU' | 'rotl' | 'rotr';
type Integer = Record<Comparisons | IntegerArithmetic | Bits, Binary> & Record<'eqz' | 'clz' | 'ctz' | 'popcnt', Unary>;

type FloatBinary = 'add' | 'sub' | 'mul' | 'div' | 'min' | 'max' | 'copysign';
type FloatComparisons = 'eq' | 'ne' | 'lt' | 'gt' | 'le' | 'ge';
type Float = Record<FloatBinary | FloatComparisons, Binary> &
  Record<'abs' | 'neg' | 'ceil' | 'floor' | 'trunc' | 'nearest' | 'sqrt', Unary>;

const integer = (firstComparison: number, firstArithmetic: number): Integer => ({
  eqz: unary(firstComparison),
  eq: binary(firstComparison + 1),
  ne: binary(firstComparison + 2),
  ltS: binary(firstComparison + 3),
  ltU: binary(firstComparison + 4),
  gtS: binary(firstComparison + 5),
  gtU: binary(firstComparison + 6),
  leS: binary(firstComparison + 7),
  leU: binary(firstComparison + 8),
  geS: binary(firstComparison + 9),
  geU: binary(firstComparison + 10),
  clz: unary(firstArithmetic),
  ctz: unary(firstArithmetic + 1),
  popcnt: unary(firstArithmetic + 2),
  add: binary(firstArithmetic + 3),
  sub: binary(firstArithmetic + 4),
  mul: binary(firstArithmetic + 5),
  divS: binary(firstArithmetic + 6),
  divU: binary(firstArithmetic + 7),
  remS: binary(firstArithmetic + 8),
  remU: binary(firstArithmetic + 9),
  and: binary(firstArithmetic + 10),
  or: binary(firstArithmetic + 11),
  xor: binary(firstArithmetic + 12),
  shl: binary(firstArithmetic + 13),
  shrS: binary(firstArithmetic + 14),
  shrU: binary(firstArithmetic + 15),
  rotl: binary(firstArithmetic + 16),
  rotr: binary(firstArithmetic + 17),
});

const float = (firstComparison: number, firstArithmetic: number): Float => ({
  eq: binary(firstComparison),
  ne: binary(firstComparison + 1),
  lt: binary(firstComparison + 2),
  gt: binary(firstComparison + 3),
  le: binary(firstComparison + 4),
  ge: binary(firstComparison + 5),
  abs: unary(firstArithmetic),
  neg: unary(firstArithmetic + 1),
  ceil: unary(firstArithmetic + 2),
  floor: unary(firstArithmetic + 3),
  trunc: unary(firstArithmetic + 4),
  nearest: unary(firstArithmetic + 5),
  sqrt: unary(firstArithmetic + 6),
  add: binary(firstArithmetic + 7),
  sub: binary(firstArithmetic + 8),
  mul: binary(firstArithmetic + 9),
  div: binary(firstArithmetic + 10),
  min: binary(firstArithmetic + 11),
  max: binary(firstArithmetic + 12),
  copysign: binary(firstArithmetic + 13),
});

export const i32: Integer &
  Record<'load' | 'load8S' | 'load8U' | 'load16S' | 'load16U', Load> &
  Record<'store' | 'store8' | 'store16', Store> &
  Record<'wrapI64' | 'truncSatF32S' | 'truncSatF64S' | 'truncSatF32U' | 'truncSatF64U' | 'reinterpretF32', Unary> & {
    readonly const: (value: number) => Code;
  } = {
  ...integer(0x45, 0x67),
  const: (value) => [0x41, ...signed(value | 0)],
  load: load(4, 0x28),
  load8S: load(1, 0x2c),
  load8U: load(1, 0x2d),
  load16S: load(2, 0x2e),
  load16U: load(2, 0x2f),
  store: store(4, 0x36),
  store8: store(1, 0x3a),
  store16: store(2, 0x3b),
  wrapI64: unary(0xa7),
  truncSatF32S: unary(0xfc, 0),
  truncSatF32U: unary(0xfc, 1),
  truncSatF64S: unary(0xfc, 2),
  truncSatF64U: unary(0xfc, 3),
  reinterpretF32: unary(0xbc),
};

export const i64: Integer &
  Record<'load' | 'load32S' | 'load32U', Load> &
  Record<'store' | 'store32', Store> &
  Record<'extendI32S' | 'extendI32U' | 'truncSatF64S' | 'truncSatF64U' | 'reinterpretF64', Unary> & {
    readonly const: (value: number | bigint) => Code;
  } = {
  ...integer(0x50, 0x79),
  const: (value) => [0x42, ...signed(BigInt.asIntN(64, BigInt(value)))],
  load: load(8, 0x29),
  load32S: load(4, 0x34),
  load32U: load(4, 0x35),
  store: store(8, 0x37),
  store32: store(4, 0x3e),
  extendI32S: unary(0xac),
  extendI32U: unary(0xad),
  truncSatF64S: unary(0xfc, 6),
  truncSatF64U: unary(0xfc, 7),
  reinterpretF64: unary(0xbd),
};

export const f32: Float & {
  readonly load: Load;
  readonly store: Store;
  readonly const: (value: number) => Code;
} & Record<'convertI32S' | 'convertI32U' | 'demoteF64' | 'reinterpretI32', Unary> = {
  ...float(0x5b, 0x8b),
  const: (value) => [0x43, ...bytesOf((view) => view.setFloat32(0, value, true), 4)],
  load: load(4, 0x2a),
  store: store(4, 0x38),
  convertI32S: unary(0xb2),
  convertI32U: unary(0xb3),
  demoteF64: unary(0xb6),
  reinterpretI32: unary(0xbe),
};

export const f64: Float & {
  readonly load: Load;
  readonly store: Store;
  readonly const: (value: number) => Code;
} & Record<'convertI32S' | 'convertI32U' | 'convertI64S' | 'convertI64U' | 'promoteF32' | 'reinterpretI64', Unary> = {
  ...float(0x61, 0x99),
  const: (value) => [0x44, ...bytesOf((view) => view.setFloat64(0, value, true), 8)],
  load: load(8, 0x2b),
  store: store(8, 0x39),
  convertI32S: unary(0xb7),
  convertI32U: unary(0xb8),
  convertI64S: unary(0xb9),
  convertI64U: unary(0xba),
  promoteF32: unary(0xbb),
  reinterpretI64: unary(0xbf),
};

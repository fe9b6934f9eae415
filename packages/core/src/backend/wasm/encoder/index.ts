export type { Code, Label, ValueType } from './code.js';
export {
  block,
  br,
  brIf,
  call,
  callIndirect,
  drop,
  type FunctionReference,
  ifElse,
  type Local,
  local,
  loop,
  returnValue,
  select,
  unreachable,
} from './control.js';
export { type BuildBody, FunctionBuilder, type ModuleScope, type Signature } from './function.js';
export type { Access } from './instruction.js';
export { forRange, whileLoop } from './loops.js';
export { atomic, memory } from './memory.js';
export { type MemoryType, ModuleBuilder, type ModuleOptions } from './module.js';
export { f32, f64, i32, i64 } from './scalar.js';
export { v128 } from './vector.js';
export { type FloatVector, f32x4, f64x2, type RelaxedOption } from './vector-float.js';
export { i8x16, i16x8, i32x4, i64x2 } from './vector-integer.js';

import { type Code, type Label, unsigned, type ValueType, valueTypes } from './code.js';

/** Control flow, calls and locals. */

/** A parameter or local variable of a function. */
export interface Local {
  readonly index: number;
  readonly type: ValueType;
}

/** A function of the module, callable from its other functions. */
export interface FunctionReference {
  readonly index: number;
}

type Body = Code | ((label: Label) => Code);
type BlockType = ValueType | 'void';

const VOID = 0x40;
const END = 0x0b;

export const local: {
  readonly get: (variable: Local) => Code;
  readonly set: (variable: Local, value: Code) => Code;
  /** Sets the variable and leaves the value. */
  readonly tee: (variable: Local, value: Code) => Code;
} = {
  get: ({ index }) => [0x20, ...unsigned(index)],
  set: ({ index }, value) => [value, 0x21, ...unsigned(index)],
  tee: ({ index }, value) => [value, 0x22, ...unsigned(index)],
};

/** `br` to its label leaves the block. */
export function block(body: Body, type: BlockType = 'void'): Code {
  return structured(0x02, 'block', body, type);
}

/** `br` to its label starts the loop again; it ends by falling through. */
export function loop(body: Body, type: BlockType = 'void'): Code {
  return structured(0x03, 'loop', body, type);
}

export function br(label: Label): Code {
  return [0x0c, { kind: 'branch', label }];
}

export function brIf(label: Label, condition: Code): Code {
  return [condition, 0x0d, { kind: 'branch', label }];
}

/** Runs one side. With a type other than 'void' both sides leave a value of it. */
export function ifElse(condition: Code, whenTrue: Code, whenFalse: Code = [], type: BlockType = 'void'): Code {
  const otherwise = whenFalse.length > 0 ? [0x05, whenFalse] : [];
  return [condition, structured(0x04, 'if', [whenTrue, otherwise], type)];
}

/** Computes both sides and picks one; for values of one scalar type or v128. */
export function select(type: ValueType, condition: Code, whenTrue: Code, whenFalse: Code): Code {
  return [whenTrue, whenFalse, condition, 0x1c, 1, valueTypes[type]];
}

export function call({ index }: FunctionReference, ...values: readonly Code[]): Code {
  return [values, 0x10, ...unsigned(index)];
}

/** Calls the function at a place of the imported table; it has the signature of `like`, or the call traps. */
export function callIndirect(like: FunctionReference, place: Code, ...values: readonly Code[]): Code {
  // Each function has its own type, of the same index.
  return [values, place, 0x11, ...unsigned(like.index), 0x00];
}

export function returnValue(...values: readonly Code[]): Code {
  return [values, 0x0f];
}

export function drop(value: Code): Code {
  return [value, 0x1a];
}

export const unreachable: Code = [0x00];

function structured(opcode: number, name: string, body: Body, type: BlockType): Code {
  const label: Label = { name };
  const inner = typeof body === 'function' ? body(label) : body;
  const typeByte = type === 'void' ? VOID : valueTypes[type];
  return [opcode, typeByte, { kind: 'open', label }, inner, { kind: 'close' }, END];
}

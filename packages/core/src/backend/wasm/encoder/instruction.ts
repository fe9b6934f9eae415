import { bytesOf, type Code, unsigned } from './code.js';

/** Shapes of instructions: what they take from other code and what immediates they carry. */

export type Unary = (operand: Code) => Code;
export type Binary = (left: Code, right: Code) => Code;
export type Ternary = (a: Code, b: Code, c: Code) => Code;
export type ExtractLane = (vector: Code, lane: number) => Code;
export type ReplaceLane = (vector: Code, lane: number, value: Code) => Code;
export type Load = (address: Code, access?: Access) => Code;
export type Store = (address: Code, value: Code, access?: Access) => Code;
export type LoadLane = (address: Code, vector: Code, lane: number, access?: Access) => Code;
export type Constant = (...lanes: readonly number[]) => Code;

/** The static part of a memory access. The alignment, in bytes, is a hint; it defaults to the size of the access. */
export interface Access {
  readonly offset?: number;
  readonly align?: number;
}

const SIMD = 0xfd;

/** An opcode after the SIMD prefix. */
export function simd(opcode: number): number[] {
  return [SIMD, ...unsigned(opcode)];
}

export function unary(...opcode: readonly number[]): Unary {
  return (operand) => [operand, ...opcode];
}

export function binary(...opcode: readonly number[]): Binary {
  return (left, right) => [left, right, ...opcode];
}

export function ternary(...opcode: readonly number[]): Ternary {
  return (a, b, c) => [a, b, c, ...opcode];
}

export function load(size: number, ...opcode: readonly number[]): Load {
  return (address, access) => [address, ...opcode, ...immediate(size, access)];
}

export function store(size: number, ...opcode: readonly number[]): Store {
  return (address, value, access) => [address, value, ...opcode, ...immediate(size, access)];
}

/** Loads one lane of a vector, or stores it. */
export function lane(size: number, ...opcode: readonly number[]): LoadLane {
  return (address, vector, index, access) => [address, vector, ...opcode, ...immediate(size, access), index];
}

export function extractLane(...opcode: readonly number[]): ExtractLane {
  return (vector, index) => [vector, ...opcode, index];
}

export function replaceLane(...opcode: readonly number[]): ReplaceLane {
  return (vector, index, value) => [vector, value, ...opcode, index];
}

/** A vector constant of `count` lanes: all of them, or one number for every lane. */
export function laneConstant(count: number, write: (view: DataView, offset: number, value: number) => void): Constant {
  return (...lanes) => {
    if (lanes.length !== 1 && lanes.length !== count) {
      throw new Error(`wasm encoder: a constant of ${count} lanes takes 1 or ${count} numbers, got ${lanes.length}`);
    }
    const bytes = bytesOf((view) => {
      for (let i = 0; i < count; i++) write(view, (i * 16) / count, lanes[i % lanes.length] as number);
    }, 16);
    return [SIMD, 0x0c, ...bytes];
  };
}

export function immediate(size: number, { offset = 0, align = size }: Access = {}): number[] {
  return [Math.log2(align), ...unsigned(offset)];
}

import { type Code, i32, i64 } from '../encoder/index.js';

/** Copies the bits of one element of 1, 4 or 8 bytes. */
export function copyElement(bytes: number, to: Code, from: Code): Code {
  if (bytes === 1) return i32.store8(to, i32.load8U(from));
  return bytes === 4 ? i32.store(to, i32.load(from)) : i64.store(to, i64.load(from));
}

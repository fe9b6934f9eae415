import type { Code } from './code.js';
import {
  type Access,
  type Binary,
  binary,
  immediate,
  type Load,
  load,
  type Store,
  store,
  type Unary,
} from './instruction.js';

/** Bulk memory and atomics. */

export const memory: {
  /** Overlapping ranges are copied as if through a buffer. */
  readonly copy: (destination: Code, source: Code, byteCount: Code) => Code;
  readonly fill: (destination: Code, byte: Code, byteCount: Code) => Code;
  /** The size in pages of 64 KiB. */
  readonly size: Code;
  readonly grow: Unary;
} = {
  copy: (destination, source, byteCount) => [destination, source, byteCount, 0xfc, 10, 0, 0],
  fill: (destination, byte, byteCount) => [destination, byte, byteCount, 0xfc, 11, 0],
  size: [0x3f, 0],
  grow: (pages) => [pages, 0x40, 0],
};

type ReadModifyWrite = Record<'add' | 'sub' | 'and' | 'or' | 'xor' | 'exchange', Store>;

/**
 * Sequentially consistent accesses to 32-bit integers in shared memory. Read-modify-write instructions leave the old
 * value.
 */
export const atomic: ReadModifyWrite & {
  readonly load: Load;
  readonly store: Store;
  readonly compareExchange: (address: Code, expected: Code, replacement: Code, access?: Access) => Code;
  /** Sleeps while the value is `expected`, at most `timeout` nanoseconds (i64, −1: for ever). 0 woken, 1 unequal, 2 timed out. */
  readonly wait: (address: Code, expected: Code, timeout: Code, access?: Access) => Code;
  /** Wakes up to `count` waiters; leaves how many. */
  readonly notify: Binary;
  readonly fence: Code;
} = {
  load: load(4, 0xfe, 0x10),
  store: store(4, 0xfe, 0x17),
  add: store(4, 0xfe, 0x1e),
  sub: store(4, 0xfe, 0x25),
  and: store(4, 0xfe, 0x2c),
  or: store(4, 0xfe, 0x33),
  xor: store(4, 0xfe, 0x3a),
  exchange: store(4, 0xfe, 0x41),
  compareExchange: (address, expected, replacement, access) => [
    [address, expected, replacement, 0xfe, 0x48],
    ...immediate(4, access),
  ],
  wait: (address, expected, timeout, access) => [address, expected, timeout, 0xfe, 0x01, ...immediate(4, access)],
  notify: binary(0xfe, 0x00, ...immediate(4)),
  fence: [0xfe, 0x03, 0],
};

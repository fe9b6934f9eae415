/**
 * How much an unread lazy graph may hold before it is evaluated by itself.
 *
 * `nodes` counts nodes built since the oldest one that the graph still needs, `bytes` the host data made since then,
 * and `keptBytes` bounds the graphs of tensors that were already read and could still be differentiated.
 */
export interface Budget {
  nodes: number;
  bytes: number;
  keptBytes: number;
}

const mebibyte = 2 ** 20;

export const budget: Budget = { nodes: 1_000_000, bytes: 256 * mebibyte, keptBytes: 64 * mebibyte };

let hostBytes = 0;

/** Records host data made by a source or a result. */
export function countHostBytes(bytes: number): void {
  hostBytes += bytes;
}

/** All host bytes ever made: two readings tell what came between them. */
export function hostBytesMade(): number {
  return hostBytes;
}

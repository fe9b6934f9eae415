/** Bytes in use after a forced collection, on the heap and outside. */
export function bytesInUse(): number {
  // The second collection waits for the array buffers that the first one let go.
  for (let i = 0; i < 2; i++) globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

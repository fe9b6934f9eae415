import { showShape, Tensor } from '@adjoint/core';

/**
 * In what data from a file differs from the data that is expected: everything, by path. An expected null takes anything.
 * An item of an array must be like the one at its place in the expected array, or, where that is shorter, like its last;
 * where that is empty, it may be anything.
 */
export function differences(expected: unknown, found: unknown, path: string): string[] {
  if (expected === null) return [];
  const [wanted, got] = [describe(expected), describe(found)];
  if (wanted !== got) return [`${path}: expected ${wanted}, got ${got}`];
  if (expected instanceof Tensor || typeof expected !== 'object') return [];
  if (Array.isArray(expected)) {
    if (expected.length === 0) return [];
    return (found as unknown[]).flatMap((item, index) =>
      differences(expected[Math.min(index, expected.length - 1)], item, `${path}.${index}`),
    );
  }
  const entries = found as Readonly<Record<string, unknown>>;
  const problems = Object.entries(expected).flatMap(([key, item]) =>
    Object.hasOwn(entries, key) ? differences(item, entries[key], `${path}.${key}`) : [`${path}.${key} is missing`],
  );
  const unexpected = Object.keys(entries).filter((key) => !Object.hasOwn(expected, key));
  return [...problems, ...unexpected.map((key) => `${path}.${key} is unexpected`)];
}

function describe(value: unknown): string {
  if (value === null) return 'null';
  if (value instanceof Tensor) return `${value.dtype} ${showShape(value.shape)}`;
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

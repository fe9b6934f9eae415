import { type Json, marks } from './encode-state.js';

const numbers: Readonly<Record<string, number>> = {
  NaN: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
  '-Infinity': Number.NEGATIVE_INFINITY,
  '-0': -0,
};

/**
 * The state that JSON stands for, as `encodeState` wrote it.
 *
 * @param tensorOf what stands for the tensor of a name
 * @param fail throws the error about the file
 */
export function decodeState(
  json: Json,
  tensorOf: (name: string) => unknown,
  fail: (problem: string) => never,
): unknown {
  if (typeof json !== 'object' || json === null) return json;
  if (Array.isArray(json)) return json.map((item: Json) => decodeState(item, tensorOf, fail));
  const entries = Object.entries(json);
  const [key, value] = entries[0] ?? [];
  if (entries.length === 1 && key === marks.tensor && typeof value === 'string') return tensorOf(value);
  if (entries.length === 1 && key === marks.number && typeof value === 'string' && Object.hasOwn(numbers, value)) {
    return numbers[value];
  }
  return Object.fromEntries(
    entries.map(([name, item]) => {
      if (/^\$(?!\$)/.test(name)) fail(`its state has the unknown mark '${name}'`);
      return [name.startsWith('$') ? name.slice(1) : name, decodeState(item, tensorOf, fail)];
    }),
  );
}

import { type AnyTensor, Tensor } from '../graph/tensor.js';
import { isPlain, nameOf } from './arguments.js';

/** How the tensors of a result are nested; a number is the place of a tensor among all, undefined is nothing at all. */
export type Layout = number | undefined | readonly Layout[] | { readonly [name: string]: Layout };

/**
 * Takes the result of a compiled function apart.
 *
 * @throws TypeError for what is no tree of tensors, naming where it stands
 */
export function readResult(result: unknown): { readonly layout: Layout; readonly tensors: readonly AnyTensor[] } {
  const tensors: AnyTensor[] = [];
  // A function may return nothing, and only assign Variables.
  return { layout: result === undefined ? undefined : read(result, '', tensors), tensors };
}

function read(value: unknown, path: string, tensors: AnyTensor[]): Layout {
  if (value instanceof Tensor) return tensors.push(value) - 1;
  if (Array.isArray(value)) return value.map((item, index) => read(item, `${path}[${index}]`, tensors));
  if (typeof value === 'object' && value !== null && isPlain(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([name, item]) => [name, read(item, `${path}.${name}`, tensors)]),
    );
  }
  const instead =
    value instanceof Promise
      ? 'make it a plain function, and await what you read of its result'
      : 'return tensors, also in nested arrays and plain objects';
  throw new TypeError(`compile: the function returned ${nameOf(value)}${path === '' ? '' : ` at ${path}`}; ${instead}`);
}

/** The tensors, nested like the result. */
export function buildResult(layout: Layout, tensors: readonly AnyTensor[]): unknown {
  if (layout === undefined) return undefined;
  if (typeof layout === 'number') return tensors[layout];
  if (Array.isArray(layout)) return layout.map((item: Layout) => buildResult(item, tensors));
  return Object.fromEntries(Object.entries(layout).map(([name, item]) => [name, buildResult(item, tensors)]));
}

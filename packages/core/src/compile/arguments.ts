import { type AnyTensor, Tensor } from '../graph/tensor.js';

/**
 * The arguments of a compiled function: tensors, and what tells one call from another besides their values: numbers,
 * other primitives, and how they are nested.
 */
export interface Arguments {
  /** Equal for calls that may share a trace. */
  readonly key: string;
  readonly tensors: readonly AnyTensor[];
  /** Where each tensor stands, for messages: `argument 1.weight`. Made when it is needed. */
  readonly path: (index: number) => string;
}

/**
 * Reads the arguments of a call.
 *
 * @throws TypeError for what is neither a tensor, a primitive, an array nor a plain object, naming where it stands
 */
export function readArguments(args: readonly unknown[]): Arguments {
  const tensors: AnyTensor[] = [];
  let key = '';
  for (let index = 0; index < args.length; index++) key += `${keyOf(args[index], tensors, args)};`;
  return { key, tensors, path: (index) => pathTo(args, tensors[index]) ?? 'an argument' };
}

/** Recurses over the user's nesting, which is as deep as the source code that wrote it. */
function keyOf(value: unknown, tensors: AnyTensor[], args: readonly unknown[]): string {
  if (value instanceof Tensor) {
    tensors.push(value);
    return `${value.dtype}[${value.shape.join()}]`;
  }
  switch (typeof value) {
    case 'number':
      return Object.is(value, -0) ? '-0' : `${value}`;
    case 'string':
      return JSON.stringify(value);
    case 'boolean':
    case 'undefined':
      return `${value}`;
    case 'bigint':
      return `${value}n`;
    case 'object':
      if (value === null) return 'null';
      if (Array.isArray(value)) return `(${value.map((item) => keyOf(item, tensors, args)).join()})`;
      if (isPlain(value)) {
        const entries = Object.entries(value);
        return `{${entries.map(([name, item]) => `${JSON.stringify(name)}:${keyOf(item, tensors, args)}`).join()}}`;
      }
  }
  throw new TypeError(
    `compile: ${pathTo(args, value) ?? 'an argument'} is ${nameOf(value)}; arguments are tensors and numbers, also in ` +
      'nested arrays and plain objects: wrap data in tensor(…), and let the function close over models and functions',
  );
}

/** The same arguments with other tensors in the place of theirs, in order. */
export function withTensors(args: readonly unknown[], tensors: readonly AnyTensor[]): unknown[] {
  let next = 0;
  const replace = (value: unknown): unknown => {
    if (value instanceof Tensor) return tensors[next++];
    if (Array.isArray(value)) return value.map(replace);
    if (typeof value === 'object' && value !== null) {
      return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, replace(item)]));
    }
    return value;
  };
  return args.map(replace);
}

/** Where a value stands among the arguments, the first time that it does. */
function pathTo(args: readonly unknown[], wanted: unknown): string | undefined {
  const search = (value: unknown, path: string): string | undefined => {
    if (value === wanted) return path;
    if (value instanceof Tensor || typeof value !== 'object' || value === null) return undefined;
    const isList = Array.isArray(value);
    if (!isList && !isPlain(value)) return undefined;
    for (const [name, item] of Object.entries(value)) {
      const found = search(item, isList ? `${path}[${name}]` : `${path}.${name}`);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  for (const [index, arg] of args.entries()) {
    const found = search(arg, `argument ${index}`);
    if (found !== undefined) return found;
  }
  return undefined;
}

export function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** What something is, with an article: `a Float32Array`. */
export function nameOf(value: unknown): string {
  const name = typeof value === 'object' && value !== null ? (value.constructor?.name ?? 'object') : typeof value;
  return `${/^[aeiou]/i.test(name) ? 'an' : 'a'} ${name}`;
}

import { type AnyTensor, Tensor } from './tensor.js';

/**
 * Tensors in nested arrays and plain objects: what transforms take and return. The type is loose, so that interfaces
 * without an index signature fit; what is inside is checked at the call.
 */
export type Tree = object;

/** The tree with every tensor replaced by `Leaf`. */
export type MapTree<T, Leaf> = T extends AnyTensor ? Leaf : { -readonly [K in keyof T]: MapTree<T[K], Leaf> };

/** The tensors of a tree, in order, and how to build a tree of the same structure from others. */
export interface FlatTree<T> {
  readonly leaves: AnyTensor[];
  readonly rebuild: (leaves: readonly AnyTensor[]) => T;
}

/**
 * Takes a tree apart. Arrays keep their order, objects the order of their keys.
 *
 * @throws TypeError where something is neither a tensor, an array nor a plain object, naming where it stands
 */
export function flatten<T>(op: string, tree: T): FlatTree<T> {
  const leaves: AnyTensor[] = [];
  const build = collect(op, tree, leaves, '');
  return {
    leaves,
    rebuild: (replacements) => {
      let next = 0;
      return build(() => replacements[next++] as AnyTensor) as T;
    },
  };
}

type Build = (take: () => AnyTensor) => unknown;

/** Recurses over the user's nesting, which is as deep as the source code that wrote it, not over the graph. */
function collect(op: string, tree: unknown, leaves: AnyTensor[], path: string): Build {
  if (tree instanceof Tensor) {
    leaves.push(tree);
    return (take) => take();
  }
  if (Array.isArray(tree)) {
    const builds = tree.map((item, index) => collect(op, item, leaves, `${path}[${index}]`));
    return (take) => builds.map((build) => build(take));
  }
  if (typeof tree === 'object' && tree !== null && isPlain(tree)) {
    const entries = Object.entries(tree).map(
      ([key, item]) => [key, collect(op, item, leaves, `${path}.${key}`)] as const,
    );
    return (take) => Object.fromEntries(entries.map(([key, build]) => [key, build(take)]));
  }
  const where = path === '' ? '' : ` at ${path}`;
  throw new TypeError(
    `${op}: expected a tensor${where}, got ${tree === null ? 'null' : typeof tree}; ` +
      'trees are tensors in nested arrays and plain objects',
  );
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** The tree with a function applied to every tensor. */
export function mapTree<T, Leaf extends AnyTensor>(
  tree: T,
  map: (leaf: AnyTensor, index: number) => Leaf,
): MapTree<T, Leaf> {
  const { leaves, rebuild } = flatten('mapTree', tree);
  return rebuild(leaves.map(map)) as MapTree<T, Leaf>;
}

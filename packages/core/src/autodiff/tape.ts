import { isFloat } from '../graph/dtype.js';
import { resolve, scheduler } from '../graph/node.js';
import type { Op } from '../graph/op.js';
import type { AnyTensor } from '../graph/tensor.js';
import type { Walk } from '../graph/traverse.js';

/** A node as it was when the tape was recorded: later it may be computed and lose its graph. */
interface Entry {
  readonly node: AnyTensor;
  readonly op: Op;
  readonly attributes: unknown;
  /** None for a target, where the way back ends. */
  readonly inputs: readonly AnyTensor[];
  /** Where its inputs' places begin in the list of all. */
  readonly firstPlace: number;
}

const none: readonly AnyTensor[] = [];

/** The place of what has no entry, because no target is below it. */
const nowhere = -1;

/** Marks a target in its scratch field `slot` until it gets an entry. */
const awaited = -2;

/**
 * The part of a graph between some targets and some outputs, recorded so that it can be walked backwards any number of
 * times.
 *
 * The walk back emits ordinary nodes through the ops' own vjp rules, so a gradient can be differentiated again.
 */
export class Tape {
  readonly #entries: Entry[] = [];
  /** For each entry's inputs, one entry after the other: their entries' indices. Flat, to spare an array a node. */
  readonly #places: number[] = [];
  readonly #outputPlaces: readonly number[];
  readonly #targetPlaces: readonly number[];

  /**
   * @param walk all nodes from the outputs down to the targets. It may leave out what reaches no target
   * @param targets none of them is below another
   */
  constructor({ order, stamp }: Walk, outputs: readonly AnyTensor[], targets: readonly AnyTensor[]) {
    for (const target of targets) if (target.stamp === stamp) target.slot = awaited;
    for (const node of order) node.slot = this.#record(node, stamp);
    const placeOf = (node: AnyTensor): number => (node.stamp === stamp ? node.slot : nowhere);
    this.#outputPlaces = outputs.map(placeOf);
    this.#targetPlaces = targets.map(placeOf);
  }

  /** Makes an entry of a node that is a target or reaches one, and returns its index. All of its inputs have theirs. */
  #record(node: AnyTensor, stamp: number): number {
    const { op, attributes, inputs } = node;
    const firstPlace = this.#places.length;
    if (node.slot === awaited) {
      return this.#entries.push({ node, op, attributes, inputs: none, firstPlace }) - 1;
    }
    if (op.traits.stopsGradient || !isFloat(node.dtype)) return nowhere;
    let reaches = false;
    for (const input of inputs) {
      const place = input.stamp === stamp ? input.slot : nowhere;
      if (place !== nowhere) reaches = true;
      this.#places.push(place);
    }
    if (reaches) return this.#entries.push({ node, op, attributes, inputs, firstPlace }) - 1;
    this.#places.length = firstPlace;
    return nowhere;
  }

  /** The first op whose vjp may be nonlinear in the cotangent, which forward mode cannot pass. */
  nonlinearOp(): Op | undefined {
    return this.#entries.find(({ op, inputs }) => inputs.length > 0 && op.traits.nonlinearVjp)?.op;
  }

  /**
   * ∂⟨cotangents, outputs⟩/∂targets; undefined where a target has no part in the outputs.
   *
   * @param cotangents one an output, of its shape and dtype; undefined counts as zero
   */
  pullback(cotangents: readonly (AnyTensor | undefined)[]): (AnyTensor | undefined)[] {
    const collected = new Array<AnyTensor | undefined>(this.#entries.length).fill(undefined);
    const collect = (place: number, cotangent: AnyTensor): void => {
      const before = collected[place];
      collected[place] = before === undefined ? cotangent : before.add(cotangent);
    };
    scheduler.transforms++;
    try {
      this.#outputPlaces.forEach((place, index) => {
        const cotangent = cotangents[index];
        if (place !== nowhere && cotangent !== undefined) collect(place, resolve(cotangent));
      });
      for (let index = this.#entries.length - 1; index >= 0; index--) {
        const cotangent = collected[index];
        const { node, op, attributes, inputs, firstPlace } = this.#entries[index] as Entry;
        if (cotangent === undefined || inputs.length === 0) continue;
        collected[index] = undefined;
        const context = { cotangent, inputs, output: node, attributes };
        for (let input = 0; input < inputs.length; input++) {
          const place = this.#places[firstPlace + input] as number;
          if (place === nowhere) continue;
          const contribution = op.vjp(context, input);
          if (contribution !== undefined) collect(place, contribution);
        }
      }
    } finally {
      scheduler.transforms--;
    }
    return this.#targetPlaces.map((place) => collected[place]);
  }
}

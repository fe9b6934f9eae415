import { isFloat } from '../graph/dtype.js';
import { resolve, scheduler } from '../graph/node.js';
import type { Op } from '../graph/op.js';
import type { AnyTensor } from '../graph/tensor.js';
import { topologicalOrder } from '../graph/traverse.js';

/** A node as it was when the tape was recorded: later it may be computed and lose its graph. */
interface Entry {
  readonly node: AnyTensor;
  readonly op: Op;
  readonly attributes: unknown;
  readonly inputs: readonly AnyTensor[];
  /** For each input its entry's index, -1 where no target is below. */
  readonly positions: readonly number[];
}

/**
 * The part of a graph between some targets and some outputs, recorded so that it can be walked backwards any number of
 * times.
 *
 * The walk emits ordinary nodes through the ops' own vjp rules, so a gradient can be differentiated again.
 */
export class Tape {
  readonly #entries: Entry[] = [];
  readonly #outputPositions: readonly number[];
  readonly #targetPositions: readonly number[];

  /**
   * @param descend where the walk may go on below a node; it prunes what cannot reach a target
   */
  constructor(
    outputs: readonly AnyTensor[],
    targets: readonly AnyTensor[],
    descend: (node: AnyTensor) => boolean = () => true,
  ) {
    const isTarget = new Set(targets);
    const passes = (node: AnyTensor): boolean =>
      !isTarget.has(node) && !node.op.traits.stopsGradient && isFloat(node.dtype) && descend(node);
    const { order } = topologicalOrder([...outputs, ...targets], (node) => (passes(node) ? node.inputs : []));
    const kept = new Int32Array(order.length).fill(-1);
    order.forEach((node, index) => {
      const inputs = passes(node) ? node.inputs : [];
      const positions = inputs.map((input) => kept[input.slot] as number);
      if (!isTarget.has(node) && positions.every((position) => position < 0)) return;
      kept[index] = this.#entries.push({ node, op: node.op, attributes: node.attributes, inputs, positions }) - 1;
    });
    this.#outputPositions = outputs.map((output) => kept[output.slot] as number);
    this.#targetPositions = targets.map((target) => kept[target.slot] as number);
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
    const collect = (position: number, cotangent: AnyTensor): void => {
      const before = collected[position];
      collected[position] = before === undefined ? cotangent : before.add(cotangent);
    };
    scheduler.transforms++;
    try {
      this.#outputPositions.forEach((position, index) => {
        const cotangent = cotangents[index];
        if (position >= 0 && cotangent !== undefined) collect(position, resolve(cotangent));
      });
      for (let index = this.#entries.length - 1; index >= 0; index--) {
        const cotangent = collected[index];
        const { node, op, attributes, inputs, positions } = this.#entries[index] as Entry;
        if (cotangent === undefined || inputs.length === 0) continue;
        collected[index] = undefined;
        const context = { cotangent, inputs, output: node, attributes };
        for (let input = 0; input < positions.length; input++) {
          const position = positions[input] as number;
          if (position < 0) continue;
          const contribution = op.vjp(context, input);
          if (contribution !== undefined) collect(position, contribution);
        }
      }
    } finally {
      scheduler.transforms--;
    }
    return this.#targetPositions.map((position) => collected[position]);
  }
}

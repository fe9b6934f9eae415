import { Generator, type GeneratorEvent, type GeneratorState } from '../random/generator.js';
import type { RandomKey } from '../random/philox.js';

/** A generator that was there before the call, or the one that the call made at that place. */
type Which = Generator | number;

type Instruction =
  | { readonly kind: 'make'; readonly seed: number }
  | { readonly kind: 'fork'; readonly which: Which }
  | { readonly kind: 'key'; readonly which: Which }
  | { readonly kind: 'restore'; readonly which: Which; readonly state: GeneratorState };

/**
 * What a function did with generators, in order, so that it can be done again: then draws get the keys that another call
 * of the function would give them.
 */
export class Draws {
  readonly #instructions: Instruction[] = [];
  /** The place among those made by the call. */
  readonly #made = new Map<Generator, number>();
  /** Where the others stood before. */
  readonly #before = new Map<Generator, GeneratorState>();
  readonly #places = new Map<RandomKey, number>();

  /** Takes down what is done. */
  note(event: GeneratorEvent): void {
    const { generator } = event;
    switch (event.kind) {
      case 'make':
        this.#made.set(generator, this.#made.size);
        this.#instructions.push({ kind: 'make', seed: event.seed });
        break;
      case 'fork':
        // The child was noted as one with a seed of its own.
        this.#instructions.pop();
        this.#instructions.push({ kind: 'fork', which: this.#which(generator, stateAt(event.key)) });
        break;
      case 'key':
        this.#instructions.push({ kind: 'key', which: this.#which(generator, stateAt(event.key)) });
        this.#places.set(event.key, this.#places.size);
        break;
      case 'restore':
        this.#instructions.push({ kind: 'restore', which: this.#which(generator, event.before), state: event.state });
        break;
    }
  }

  /** Whether nothing was done with generators. */
  get isEmpty(): boolean {
    return this.#instructions.length === 0;
  }

  /** How many keys were drawn. */
  get count(): number {
    return this.#places.size;
  }

  /** The how-manieth drawn key this one is, if it is one. */
  placeOf(key: RandomKey): number | undefined {
    return this.#places.get(key);
  }

  /** Puts all generators back to where they stood before the call. */
  undo(): void {
    for (const [generator, state] of this.#before) generator.restore(state);
  }

  /** Does it all again: the fresh keys, in order, and how to undo it. */
  repeat(): { readonly keys: readonly RandomKey[]; readonly undo: () => void } {
    const before = Array.from(this.#before.keys(), (generator) => [generator, generator.state()] as const);
    const undo = (): void => {
      for (const [generator, state] of before) generator.restore(state);
    };
    const keys: RandomKey[] = [];
    const made: Generator[] = [];
    const find = (which: Which): Generator => (typeof which === 'number' ? (made[which] as Generator) : which);
    try {
      for (const instruction of this.#instructions) {
        if (instruction.kind === 'make') made.push(new Generator(instruction.seed));
        else if (instruction.kind === 'fork') made.push(find(instruction.which).fork());
        else if (instruction.kind === 'restore') find(instruction.which).restore(instruction.state);
        else keys.push(find(instruction.which).nextKey());
      }
    } catch (error) {
      undo();
      throw error;
    }
    return { keys, undo };
  }

  /** What the other draws are not alike in, as part of a sentence. */
  difference(other: Draws): string | undefined {
    const mine = this.#instructions;
    const its = other.#instructions;
    const at = mine.findIndex((instruction, index) => !isSame(instruction, its[index]));
    if (at < 0 && mine.length === its.length) return undefined;
    if (this.count !== other.count) return `the number of random draws changed from ${this.count} to ${other.count}`;
    return 'what it does with random generators changed: it draws from other ones, or seeds them differently';
  }

  #which(generator: Generator, state: GeneratorState): Which {
    const made = this.#made.get(generator);
    if (made !== undefined) return made;
    if (!this.#before.has(generator)) this.#before.set(generator, state);
    return generator;
  }
}

/** Where a generator stood when it gave the key. */
function stateAt([low, high, stream]: RandomKey): GeneratorState {
  return { seed: high * 2 ** 32 + low, stream };
}

function isSame(a: Instruction, b: Instruction | undefined): boolean {
  if (b === undefined || a.kind !== b.kind) return false;
  if (a.kind === 'make') return a.seed === (b as typeof a).seed;
  if (a.which !== (b as typeof a).which) return false;
  if (a.kind !== 'restore') return true;
  const { state } = b as typeof a;
  return a.state.seed === state.seed && a.state.stream === state.stream;
}

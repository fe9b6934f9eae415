import { checkSeed, FORK_DOMAIN, keyFromSeed, philox4x32, type RandomKey } from './philox.js';

/** What a checkpoint keeps of a generator; plain numbers, so that it survives JSON. */
export interface GeneratorState {
  readonly seed: number;
  /** The number of the next stream. */
  readonly stream: number;
}

/** What is done with generators, for whoever wants to do it again. */
export type GeneratorEvent =
  | { readonly kind: 'make'; readonly generator: Generator; readonly seed: number }
  | { readonly kind: 'key'; readonly generator: Generator; readonly key: RandomKey }
  /** After the event of the child's making. */
  | { readonly kind: 'fork'; readonly generator: Generator; readonly child: Generator; readonly key: RandomKey }
  | {
      readonly kind: 'restore';
      readonly generator: Generator;
      readonly state: GeneratorState;
      readonly before: GeneratorState;
    }
  | { readonly kind: 'seed'; readonly generator: Generator; readonly seed: number }
  | { readonly kind: 'state'; readonly generator: Generator };

/** Who is told of them, if anybody. */
export const generatorEvents: { listener: ((event: GeneratorEvent) => void) | undefined } = { listener: undefined };

const STREAMS = 2 ** 32;

/**
 * Hands out the keys of random ops: draw number n under seed s gets the key (s, n).
 *
 * A random op takes its key when it is built, so the order of the calls decides what each draw gets, and not the order in
 * which tensors are evaluated. A seed gives 2^32 streams.
 *
 * @example
 * const generator = new Generator(42);
 * const key = generator.nextKey();        // for one draw
 * const child = generator.fork();         // independent of every later draw of `generator`
 * const saved = generator.state();        // JSON-safe
 * generator.restore(saved);               // repeats the draws from there
 */
export class Generator {
  #seed: number;
  #stream = 0;

  /**
   * @param seed A non-negative safe integer.
   * @throws RangeError when it is not.
   */
  constructor(seed: number) {
    checkSeed(seed);
    this.#seed = seed;
    generatorEvents.listener?.({ kind: 'make', generator: this, seed });
  }

  /** The seed that all keys of this generator share. */
  get seed(): number {
    generatorEvents.listener?.({ kind: 'seed', generator: this, seed: this.#seed });
    return this.#seed;
  }

  /**
   * The key of the next draw.
   *
   * @throws RangeError when all 2^32 streams of the seed are spent.
   */
  nextKey(): RandomKey {
    const key = this.#advance();
    generatorEvents.listener?.({ kind: 'key', generator: this, key });
    return key;
  }

  #advance(): RandomKey {
    if (this.#stream >= STREAMS) {
      throw new RangeError(
        `Generator.nextKey: all 2^32 streams of seed ${this.#seed} are spent. Continue with another seed, or fork() earlier.`,
      );
    }
    const key = keyFromSeed(this.#seed, this.#stream);
    this.#stream++;
    return key;
  }

  /**
   * A new generator whose draws are independent of this one's. It takes one stream of this generator, so two forks differ,
   * and the same program forks the same generators.
   *
   * The child's seed is 53 bits of Philox output under this generator's key.
   */
  fork(): Generator {
    const key = this.#advance();
    const [seedLow, seedHigh, stream] = key;
    const words = new Uint32Array(4);
    philox4x32(0, 0, stream, FORK_DOMAIN, seedLow, seedHigh, words, 0);
    const low = words[0] as number;
    const high = (words[1] as number) >>> 11;
    const child = new Generator(high * 2 ** 32 + low);
    generatorEvents.listener?.({ kind: 'fork', generator: this, child, key });
    return child;
  }

  /**
   * `count` independent generators: `fork()` that many times.
   *
   * @throws RangeError when `count` is negative or fractional.
   */
  split(count: number): Generator[] {
    if (!Number.isInteger(count) || count < 0) {
      throw new RangeError(`Generator.split: the count must be a non-negative integer, got ${count}.`);
    }
    return Array.from({ length: count }, () => this.fork());
  }

  /** Where the generator stands. */
  state(): GeneratorState {
    generatorEvents.listener?.({ kind: 'state', generator: this });
    return { seed: this.#seed, stream: this.#stream };
  }

  /**
   * Goes to `state`: the following keys are those that followed when `state()` returned it.
   *
   * @throws RangeError when the state holds no valid seed or stream; the generator then stays where it was.
   */
  restore(state: GeneratorState): void {
    const { seed, stream } = state;
    checkSeed(seed);
    if (!Number.isInteger(stream) || stream < 0 || stream > STREAMS) {
      throw new RangeError(`Generator.restore: the stream must be an integer from 0 to 2^32, got ${String(stream)}.`);
    }
    const before = { seed: this.#seed, stream: this.#stream };
    generatorEvents.listener?.({ kind: 'restore', generator: this, state: { seed, stream }, before });
    this.#seed = seed;
    this.#stream = stream;
  }
}

/**
 * The generator of every random op that is given none. It starts from seed 0, so that a program that never calls `seed`
 * still repeats itself.
 */
export const defaultGenerator: Generator = new Generator(0);

/**
 * Restarts the default generator from `value`.
 *
 * @param value A non-negative safe integer; `seed(Date.now())` for another run each time.
 * @throws RangeError when it is not.
 */
export function seed(value: number): void {
  defaultGenerator.restore({ seed: value, stream: 0 });
}

import type { Program } from '../contract.js';
import type { Plan } from './plan.js';
import { hasStructure, structureHash } from './structure.js';

/** So many plans, and so many bytes of their commands, are kept; the least recently used go first. */
const mostPlans = 1024;
const mostBytes = 64 * 2 ** 20;
/** How many structures are remembered that were seen once. */
const mostSeen = 20_000;

/** Plans by structure. A structure gets one when it comes back: many never do. */
export class PlanCache {
  /** By hash; in the order of their last use. */
  readonly #plans = new Map<number, Plan[]>();
  /** By what programs of one structure share: see `Program`. */
  #shared = new WeakMap<object, { readonly hash: number; readonly plan: Plan }>();
  readonly #seen = new Set<number>();
  #count = 0;
  #bytes = 0;
  /** Runs that had a plan, and runs that had none. */
  hits = 0;
  misses = 0;

  /** The plan of the program's structure, made by `make` where the structure comes back; undefined at first sight. */
  find(program: Program, make: () => Plan): Plan | undefined {
    const { structure } = program;
    const shared = structure && this.#shared.get(structure);
    if (shared !== undefined) return this.#use(shared.hash, shared.plan);
    const hash = structureHash(program);
    const list = this.#plans.get(hash);
    const known = list?.find((plan) => hasStructure(program, plan.structure));
    if (known !== undefined) {
      if (structure !== undefined) this.#shared.set(structure, { hash, plan: known });
      return this.#use(hash, known);
    }
    this.misses++;
    if (list === undefined && !this.#seen.has(hash)) {
      if (this.#seen.size >= mostSeen) this.#seen.clear();
      this.#seen.add(hash);
      return undefined;
    }
    return this.#add(hash, list ?? [], make());
  }

  #use(hash: number, plan: Plan): Plan {
    const list = this.#plans.get(hash) as Plan[];
    this.#plans.delete(hash);
    this.#plans.set(hash, list);
    this.hits++;
    return plan;
  }

  /** Whether there is a plan of the program's structure. Nothing counts the question. */
  has(program: Program): boolean {
    const list = this.#plans.get(structureHash(program));
    return list?.some(({ structure }) => hasStructure(program, structure)) ?? false;
  }

  get size(): number {
    return this.#count;
  }

  /** What the commands of all plans take. */
  get bytes(): number {
    return this.#bytes;
  }

  clear(): void {
    for (const hash of [...this.#plans.keys()]) this.#drop(hash);
    this.#seen.clear();
  }

  #add(hash: number, list: Plan[], plan: Plan): Plan {
    this.#seen.delete(hash);
    this.#plans.set(hash, list);
    list.push(plan);
    this.#count++;
    this.#bytes += plan.commands.bytes;
    for (const oldest of this.#plans.keys()) {
      if (this.#count <= mostPlans && this.#bytes <= mostBytes) break;
      if (oldest !== hash) this.#drop(oldest);
    }
    return plan;
  }

  #drop(hash: number): void {
    // Those of other plans are found again.
    this.#shared = new WeakMap();
    for (const { commands } of this.#plans.get(hash) ?? []) {
      commands.giveBack();
      this.#count--;
      this.#bytes -= commands.bytes;
    }
    this.#plans.delete(hash);
  }
}

import { offsetIn, segmentOf, segments } from './address.js';
import { nativeIndex } from './context.js';
import { commandBytes, type Dispatcher } from './dispatcher.js';
import type { ValueType } from './encoder/index.js';
import { cellBytes } from './kernel-cache.js';
import type { LinearMemory, Views } from './linear-memory.js';
import type { Layout } from './place.js';
import { type HostCall, type Launch, launchesOf, type Recording } from './recording.js';

/** Commands that lie one after another. */
interface Series {
  readonly first: number;
  readonly count: number;
}

/** Commands that run without a halt, several series at the same time, or one call of JavaScript between such. */
type Part = Series | Native | { readonly lanes: readonly Lane[] } | HostCall;

/** A native product, by the address of its values. */
interface Native {
  readonly native: number;
}

/** Commands that lie one after another in memory, for one thread. */
export interface Lane {
  readonly address: number;
  readonly count: number;
}

/** What runs commands. */
export interface Executor {
  readonly dispatch: Dispatcher;
  /** Computes the native product whose values lie at an address. */
  readonly native: (address: number) => void;
  /** Runs lanes, which are independent of each other. They may hold native products, too. */
  readonly runLanes: (lanes: readonly Lane[]) => void;
}

/** Cells of launches that hold addresses in one block of memory, and how far into it these are. */
interface Links {
  readonly cells: number[];
  readonly offsets: number[];
  /** Where the block lay when the cells were last written. */
  base: number;
}

interface NumberLink {
  readonly cell: number;
  readonly type: ValueType;
  readonly index: number;
}

/** What a plan is told at each run: where things lie, and the run-time numbers. */
export interface Run {
  readonly arena: number;
  /** By slot; those of slots that lie elsewhere than in the arena count. */
  readonly addresses: ArrayLike<number>;
  readonly numbers: readonly number[];
}

/**
 * Recorded steps as commands in linear memory. A run writes what changed since the last one, mostly nothing, and starts
 * the dispatcher.
 */
export class CommandList {
  readonly bytes: number;
  readonly #at: number;
  readonly #memory: LinearMemory;
  readonly #parts: Part[] = [];
  readonly #arena: Links = { cells: [], offsets: [], base: -1 };
  readonly #elsewhere = new Map<number, Links>();
  readonly #numbers: NumberLink[] = [];
  readonly #constants: readonly number[];
  readonly #owners: ArrayLike<number>;
  readonly #isElsewhere: ArrayLike<number>;
  readonly #layout: Layout;

  /** @param take finds room for the commands, which belong to the list until `giveBack` */
  constructor(
    recording: Recording,
    memory: LinearMemory,
    take: (bytes: number) => number,
    owners: ArrayLike<number>,
    isElsewhere: ArrayLike<number>,
    layout: Layout,
  ) {
    this.#memory = memory;
    this.#constants = recording.constants;
    this.#owners = owners;
    this.#isElsewhere = isElsewhere;
    this.#layout = layout;
    let commands = 0;
    let cells = 0;
    for (const action of recording.actions) {
      for (const { values } of launchesOf(action)) {
        commands++;
        cells += values.length;
      }
    }
    const cellsAt = commands * commandBytes;
    this.bytes = Math.ceil((cellsAt + cells * cellBytes + 1) / 64) * 64;
    this.#at = take(this.bytes);
    const firstCell = (this.#at + cellsAt) / cellBytes;
    this.#write(recording, firstCell);
  }

  run({ dispatch, native, runLanes }: Executor, run: Run): void {
    this.#link(run);
    for (const part of this.#parts) {
      if ('host' in part) {
        const values = part.values.map((value) => this.#resolve(value, run));
        part.host(this.#memory.views.bytes, values);
      } else if ('native' in part) native(part.native);
      else if ('lanes' in part) runLanes(part.lanes);
      else dispatch(this.#at + part.first * commandBytes, part.count);
    }
  }

  giveBack(): void {
    this.#memory.give(this.#at, this.bytes);
  }

  #write({ actions }: Recording, firstCell: number): void {
    const { views } = this.#memory;
    let cell = firstCell;
    let command = 0;
    const write = ({ kernel, values }: Launch): void => {
      const at = (this.#at + command * commandBytes) / 4;
      views.integers[at] = kernel.index;
      views.integers[at + 1] = cell * cellBytes;
      for (let index = 0; index < values.length; index++) {
        this.#writeValue(views, cell++, kernel.parameters[index] as ValueType, values[index] as number);
      }
      command++;
    };
    const writeAll = (launches: readonly Launch[]): Lane => {
      const address = this.#at + command * commandBytes;
      launches.forEach(write);
      return { address, count: launches.length };
    };
    let open: { first: number; count: number } | undefined;
    for (const action of actions) {
      if ('kernel' in action && action.kernel.index === nativeIndex) {
        open = undefined;
        this.#parts.push({ native: cell * cellBytes });
        write(action);
        continue;
      }
      if ('kernel' in action) {
        if (open === undefined) {
          open = { first: command, count: 0 };
          this.#parts.push(open);
        }
        open.count++;
        write(action);
        continue;
      }
      open = undefined;
      this.#parts.push('host' in action ? action : { lanes: action.lanes.map(writeAll) });
    }
  }

  #writeValue(views: Views, cell: number, type: ValueType, value: number): void {
    const segment = segmentOf(value);
    if (segment === 0) writeCell(views, cell, type, value);
    else if (segment === segments.constants) {
      writeCell(views, cell, type, this.#constants[offsetIn(value, segment)] as number);
    } else if (segment === segments.numbers) {
      this.#numbers.push({ cell, type, index: offsetIn(value, segment) });
    } else {
      const owner = this.#ownerOf(segment);
      if (owner === undefined || this.#isElsewhere[owner] === 0) {
        addLink(this.#arena, cell, this.#inArena(value, segment));
      } else {
        let links = this.#elsewhere.get(owner);
        if (links === undefined) {
          links = { cells: [], offsets: [], base: -1 };
          this.#elsewhere.set(owner, links);
        }
        addLink(links, cell, offsetIn(value, segment));
      }
    }
  }

  #link({ arena, addresses, numbers }: Run): void {
    const { views } = this.#memory;
    link(views, this.#arena, arena);
    for (const [owner, links] of this.#elsewhere) link(views, links, addresses[owner] as number);
    for (let index = 0; index < this.#numbers.length; index++) {
      const { cell, type, index: place } = this.#numbers[index] as NumberLink;
      writeCell(views, cell, type, numbers[place] as number);
    }
  }

  /** What a value is in this run. */
  #resolve(value: number, { arena, addresses, numbers }: Run): number {
    const segment = segmentOf(value);
    if (segment === 0) return value;
    if (segment === segments.constants) return this.#constants[offsetIn(value, segment)] as number;
    if (segment === segments.numbers) return numbers[offsetIn(value, segment)] as number;
    const owner = this.#ownerOf(segment);
    if (owner === undefined || this.#isElsewhere[owner] === 0) return arena + this.#inArena(value, segment);
    return (addresses[owner] as number) + offsetIn(value, segment);
  }

  /** The owner of the bytes that a segment stands for; none for scratch. */
  #ownerOf(segment: number): number | undefined {
    return segment >= segments.operands ? this.#owners[segment - segments.operands] : undefined;
  }

  #inArena(value: number, segment: number): number {
    const owner = this.#ownerOf(segment);
    const offset = offsetIn(value, segment);
    return offset + (owner === undefined ? this.#layout.bytes : (this.#layout.offsets[owner] as number));
  }
}

function addLink({ cells, offsets }: Links, cell: number, offset: number): void {
  cells.push(cell);
  offsets.push(offset);
}

function link({ integers }: Views, links: Links, base: number): void {
  if (links.base === base) return;
  links.base = base;
  const { cells, offsets } = links;
  for (let index = 0; index < cells.length; index++) {
    integers[(cells[index] as number) * 2] = base + (offsets[index] as number);
  }
}

function writeCell({ integers, singles, doubles }: Views, cell: number, type: ValueType, value: number): void {
  if (type === 'f64') doubles[cell] = value;
  else if (type === 'f32') singles[cell * 2] = value;
  else integers[cell * 2] = value;
}

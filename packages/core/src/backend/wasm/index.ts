import { allocate, bytesPerElement, type HostArray } from '../../graph/dtype.js';
import { sizeOf } from '../../graph/shape.js';
import type { Backend, Program, SlotSpec } from '../contract.js';
import type { KernelContext } from './context.js';
import { fuse, isWorthFusing, structureHash, type WasmProgram } from './fuse.js';
import { KernelCache } from './kernel-cache.js';
import { LinearMemory, limitPages } from './linear-memory.js';
import type { Location } from './location.js';
import { place } from './place.js';
import { supports } from './platform.js';
import { ResidentSources, upload } from './resident-sources.js';
import { runStep } from './run-step.js';

/** How many structures are remembered. */
const mostStructures = 10_000;

export interface WasmBackendOptions {
  /** Fuses multiply-adds (relaxed SIMD) where the platform can; true unless said otherwise. */
  readonly relaxed?: boolean;
  /** Joins elementwise steps of structures that come back; true unless said otherwise. The bits are the same. */
  readonly fused?: boolean;
}

/**
 * A backend of generated WebAssembly kernels on one linear memory, with 128-bit SIMD.
 *
 * @throws Error where the platform has no WebAssembly SIMD
 */
export function createWasmBackend({ relaxed = true, fused = true }: WasmBackendOptions = {}): Backend {
  if (!supports('simd')) {
    throw new Error('wasm: this platform has no WebAssembly SIMD; use the reference backend instead');
  }
  const options = { relaxed: relaxed && supports('relaxed-simd') };
  const memory = new LinearMemory();
  const kernels = new KernelCache(options, memory.memory, limitPages);
  const residents = new ResidentSources(memory);

  /** Structures that were run before: worth the time that fusing takes. */
  const seen = new Set<number>();
  const prepare = (program: Program): WasmProgram => {
    if (!fused || !isWorthFusing(program)) return program;
    const hash = structureHash(program);
    if (seen.has(hash)) return fuse(program);
    if (seen.size >= mostStructures) seen.clear();
    seen.add(hash);
    return program;
  };

  const run = (given: Program): HostArray[] => {
    const program = prepare(given);
    residents.startRun();
    const elsewhere = new Map<number, number>();
    for (const { slot, data } of program.sources) {
      const offset = residents.offsetOf(data, program.slots[slot] as SlotSpec);
      if (offset !== undefined) elsewhere.set(slot, offset);
    }
    const { owners, offsets, bytes } = place(program, elsewhere);
    const taken: { offset: number; bytes: number }[] = [];
    const takeForRun = (size: number): number => {
      const rounded = Math.ceil(size / 64) * 64;
      const offset = residents.take(rounded);
      taken.push({ offset, bytes: rounded });
      return offset;
    };
    try {
      const arena = takeForRun(bytes);
      const locations = program.slots.map((spec, slot): Location => {
        const owner = owners[slot] as number;
        return { ...spec, offset: elsewhere.get(owner) ?? arena + (offsets[owner] as number) };
      });
      const at = (slot: number): Location => locations[slot] as Location;
      for (const { slot, data } of program.sources) {
        if (!elsewhere.has(slot)) upload(memory, data, at(slot).offset, at(slot));
      }
      const context: KernelContext = {
        options,
        kernel: (key, build) => kernels.get(key, build),
        scratch: takeForRun,
        bytes: () => memory.bytes(),
      };
      for (const step of program.steps) {
        const held = taken.length;
        runStep(context, step, at);
        for (const { offset, bytes: size } of taken.splice(held)) memory.give(offset, size);
      }
      return program.results.map((slot) => download(memory, at(slot)));
    } finally {
      for (const { offset, bytes: size } of taken) memory.give(offset, size);
    }
  };
  return Object.freeze<Backend>({ name: 'wasm', run });
}

/** A fresh copy of a slot's elements. */
function download(memory: LinearMemory, { offset, shape, dtype }: Location): HostArray {
  const size = sizeOf(shape);
  const data = allocate(dtype, size);
  const bytes = size * bytesPerElement[dtype];
  new Uint8Array(data.buffer).set(memory.bytes().subarray(offset, offset + bytes));
  return data;
}

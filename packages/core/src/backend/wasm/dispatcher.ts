import { brIf, callIndirect, i32, type Local, local, loop, type MemoryType, ModuleBuilder } from './encoder/index.js';
import { instantiate, type WasmMemory, type WasmTable } from './platform.js';

/** A command: the kernel's place in the table, and the address of its values. */
export const commandBytes = 8;

/** Runs commands that lie one after another in memory: `(address, count)`, at least one. */
export type Dispatcher = (address: number, count: number) => void;

/** A loop in WebAssembly, because a call from JavaScript costs more than most small kernels do. */
export function createDispatcher(memory: WasmMemory, memoryType: MemoryType, table: WasmTable): Dispatcher {
  const module = new ModuleBuilder({ memory: memoryType, table: true });
  const signature = module.define({ parameters: ['i32'], results: [] }, () => []);
  module.export('run', { parameters: ['i32', 'i32'], results: [] }, (_, ...parameters) => {
    const [address, count] = parameters as readonly [Local, Local];
    return loop((again) => [
      callIndirect(signature, i32.load(local.get(address)), i32.load(local.get(address), { offset: 4 })),
      local.set(address, i32.add(local.get(address), i32.const(commandBytes))),
      brIf(again, local.tee(count, i32.sub(local.get(count), i32.const(1)))),
    ]);
  });
  return instantiate(module.bytes(), memory, table)['run'] as unknown as Dispatcher;
}

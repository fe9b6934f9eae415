import { commandBytes } from '../dispatcher.js';
import { brIf, callIndirect, i32, type Local, local, loop, ModuleBuilder } from '../encoder/index.js';

/**
 * The module with which workers run commands: `run(address, count, progress)`, at least one. It adds 1 to the integer at
 * `progress` after each.
 */
export function laneDispatcher(maximumPages: number): Uint8Array<ArrayBuffer> {
  const module = new ModuleBuilder({ memory: { minimum: 1, maximum: maximumPages, shared: true }, table: true });
  const signature = module.define({ parameters: ['i32'], results: [] }, () => []);
  module.export('run', { parameters: ['i32', 'i32', 'i32'], results: [] }, (_, ...parameters) => {
    const [address, count, progress] = parameters as readonly [Local, Local, Local];
    return loop((again) => [
      callIndirect(signature, i32.load(local.get(address)), i32.load(local.get(address), { offset: 4 })),
      i32.store(local.get(progress), i32.add(i32.load(local.get(progress)), i32.const(1))),
      local.set(address, i32.add(local.get(address), i32.const(commandBytes))),
      brIf(again, local.tee(count, i32.sub(local.get(count), i32.const(1)))),
    ]);
  });
  return module.bytes();
}

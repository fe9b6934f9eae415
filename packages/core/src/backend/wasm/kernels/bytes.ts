import type { KernelContext } from '../context.js';
import { i32, type Local, local, type ModuleBuilder, memory } from '../encoder/index.js';

/** Copies bytes; ranges may overlap. */
export function copyBytes(context: KernelContext, source: number, destination: number, count: number): void {
  if (count > 0 && source !== destination)
    context.launch(context.kernel('copy', buildCopy), [destination, source, count]);
}

/** Fills bytes with 0. */
export function clearBytes(context: KernelContext, offset: number, count: number): void {
  if (count > 0) context.launch(context.kernel('clear', buildClear), [offset, count]);
}

function buildCopy(module: ModuleBuilder): void {
  module.export('run', { parameters: ['i32', 'i32', 'i32'], results: [] }, (_, ...parameters) => {
    const [destination, source, count] = parameters as readonly [Local, Local, Local];
    return memory.copy(local.get(destination), local.get(source), local.get(count));
  });
}

function buildClear(module: ModuleBuilder): void {
  module.export('run', { parameters: ['i32', 'i32'], results: [] }, (_, ...parameters) => {
    const [offset, count] = parameters as readonly [Local, Local];
    return memory.fill(local.get(offset), i32.const(0), local.get(count));
  });
}

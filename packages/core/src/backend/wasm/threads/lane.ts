import type { Lane } from '../command-list.js';
import { nativeIndex } from '../context.js';
import { commandBytes, type Dispatcher } from '../dispatcher.js';

/** Runs a command that is no kernel, on the values at that address. */
export type NativeCall = (address: number) => void;

/**
 * Runs lanes on the calling thread.
 *
 * @param integers the memory as integers, as it is now
 */
export function createLaneRunner(
  integers: () => Int32Array,
  dispatch: Dispatcher,
  native?: NativeCall,
): (lane: Lane) => void {
  if (native === undefined) {
    return ({ address, count }) => {
      if (count > 0) dispatch(address, count);
    };
  }
  return ({ address, count }) => {
    const words = integers();
    let first = 0;
    for (let command = 0; command < count; command++) {
      const at = (address + command * commandBytes) / 4;
      if (words[at] !== nativeIndex) continue;
      if (command > first) dispatch(address + first * commandBytes, command - first);
      native((words[at + 1] as number) >>> 0);
      first = command + 1;
    }
    if (count > first) dispatch(address + first * commandBytes, count - first);
  };
}

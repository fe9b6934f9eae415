import type { WasmMemory } from '../platform.js';
import type { Mailbox } from './mailbox.js';

/**
 * A module that adds native calls to lanes. Each worker imports it and calls its export
 * `create(memory, data): (address) => void`, whose result runs the commands with index −1.
 */
export interface Extension {
  /** An absolute address, such as `import.meta.url` gives it. */
  readonly url: string;
  /** Given to `create`; what can be sent to a worker. */
  readonly data: unknown;
}

/** What a worker is started with. */
export interface Start {
  readonly memory: WasmMemory;
  readonly mailbox: Mailbox;
  /** See KernelLog. */
  readonly kernels: Int32Array;
  /** The bytes of the lane dispatcher. */
  readonly dispatcher: Uint8Array<ArrayBuffer>;
  readonly extension: Extension | undefined;
}

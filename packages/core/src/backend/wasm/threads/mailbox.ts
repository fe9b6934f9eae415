import type { WasmMemory } from '../platform.js';

/**
 * What the caller and one worker tell each other: views of shared memory, one integer each where nothing else is said.
 * They stay valid when the memory grows. A word is written by one side only.
 */
export interface Mailbox {
  /** Written by the caller, on a cache line of their own. */

  /** The number of the job to do. A change of it is the signal to start. */
  readonly job: Int32Array;
  /** The address of the lane's commands, and how many they are. */
  readonly lane: Int32Array;
  /** 1 while the caller sleeps until the job is done. */
  readonly callerSleeps: Int32Array;

  /** Written by the worker. */

  /** 0 while it starts, 1 once it serves, 2 where it cannot. */
  readonly state: Int32Array;
  /** 1 while it sleeps until there is a job. */
  readonly workerSleeps: Int32Array;
  /** The job that it started last. */
  readonly taken: Int32Array;
  /** Changes with each command that it has done. */
  readonly progress: Int32Array;
  /** The job that it ended last, whatever came of it. */
  readonly done: Int32Array;
  /** How many milliseconds its last lane took. */
  readonly time: Float64Array;
  /** How many code units of `message` tell why that job, or the start, failed; 0 where it did not. */
  readonly messageLength: Int32Array;
  /** UTF-16. */
  readonly message: Uint16Array;
}

/** Twice a cache line: processors fetch lines in pairs. */
const lineBytes = 128;
const messageBytes = 768;

export const mailboxBytes: number = 2 * lineBytes + messageBytes;

/** A mailbox at an address of shared memory, emptied. */
export function createMailbox({ buffer }: WasmMemory, address: number): Mailbox {
  new Uint8Array(buffer, address, mailboxBytes).fill(0);
  const words = (offset: number, length = 1): Int32Array => new Int32Array(buffer, address + offset, length);
  return {
    job: words(0),
    lane: words(4, 2),
    callerSleeps: words(12),
    state: words(lineBytes),
    workerSleeps: words(lineBytes + 4),
    taken: words(lineBytes + 8),
    progress: words(lineBytes + 12),
    done: words(lineBytes + 16),
    messageLength: words(lineBytes + 20),
    time: new Float64Array(buffer, address + lineBytes + 24, 1),
    message: new Uint16Array(buffer, address + 2 * lineBytes, messageBytes / 2),
  };
}

/** Why the worker's last job, or its start, failed; undefined where it did not. */
export function failureIn({ messageLength, message }: Mailbox): string | undefined {
  const length = messageLength[0] as number;
  return length === 0 ? undefined : String.fromCharCode(...message.subarray(0, length));
}

import type { Training } from './training.js';

/** What the page found out; its JSON is the text of the element `#report`. */
export interface Report {
  /** Whether the page may share memory between threads. */
  readonly crossOriginIsolated: boolean;
  /** The name of the default backend. */
  readonly backend: string;
  /** How many threads the default backend has, and how many of them had started in the end. */
  readonly threads: number;
  readonly readyThreads: number;
  /** On the default backend. */
  readonly training: Training;
  /** The same again, when all threads had started. */
  readonly shared: Training;
  /** On the WASM backend without relaxed multiply-adds. */
  readonly strict: Training;
}

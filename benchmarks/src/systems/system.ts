/** Something to be measured: how its process is started. */
export interface System {
  readonly name: string;
  readonly role: 'adjoint' | 'peer' | 'bound';
  readonly command: string;
  readonly args: readonly string[];
  /** What it is made of, by name: `{ torch: '1.13.1' }`. */
  readonly versions: Readonly<Record<string, string>>;
  /** Whether it computes only workloads marked as small. */
  readonly smallOnly?: boolean;
  /** How many threads it has, where not as many as all others. */
  readonly threads?: number;
  /** The file of the BLAS library that it uses, where it can tell. */
  readonly blasLibrary?: string;
  /** Of a bound: the names of the systems that it limits. */
  readonly limits?: readonly string[];
}

/** A system that is not there, and why. */
export interface Missing {
  readonly name: string;
  readonly reason: string;
}

export type Detected = System | Missing;

export function isMissing(detected: Detected): detected is Missing {
  return 'reason' in detected;
}

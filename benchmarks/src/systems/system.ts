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

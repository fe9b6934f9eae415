import type { RoutineName, Routines } from '../contract.js';
import type { Buffer } from './buffer.js';
import { argExtreme } from './routines/arg-extreme.js';
import { gather, gatherTranspose } from './routines/gather.js';
import { matmul } from './routines/matmul.js';
import { random } from './routines/random.js';
import { scan } from './routines/scan.js';
import { take, takeTranspose } from './routines/take.js';

/** A routine writes its output from its inputs; the output starts as zeros. */
export type Routine<Name extends RoutineName> = (
  inputs: readonly Buffer[],
  output: Buffer,
  parameters: Routines[Name],
  /** The op's name, for errors. */
  name: string,
) => void;

/** Every routine of the contract. Exhaustive: a forgotten one does not compile. */
export const routines: { readonly [Name in RoutineName]: Routine<Name> } = {
  matmul,
  argExtreme,
  scan,
  take,
  takeTranspose,
  gather,
  gatherTranspose,
  random,
};

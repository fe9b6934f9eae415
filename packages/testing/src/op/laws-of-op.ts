import type { AnyTensor } from '@adjoint/core';
import fc from 'fast-check';
import { checkGradients, type GradientCheckOptions } from '../gradients/check-gradients.js';
import type { UserFunction } from '../gradients/function-at-point.js';
import { broadcastingEqualsExpanding } from '../laws/broadcasting-equals-expanding.js';
import { float32MatchesFloat64 } from '../laws/float32-matches-float64.js';
import { vjpIsLinear } from '../laws/vjp-is-linear.js';
import { vjpMatchesJvp } from '../laws/vjp-matches-jvp.js';
import { vmapEqualsLoop } from '../laws/vmap-equals-loop.js';
import { batchesOf } from './batches.js';

/** A differentiable function, the inputs that it is to be tried on, and what is known about it. */
export interface OpDescription<Inputs extends readonly AnyTensor[]> {
  readonly f: (...inputs: NoInfer<Inputs>) => unknown;
  /** Lists of inputs: `fc.tuple(tensors(…), indices(…))`, or `broadcastableTensors(2)`. */
  readonly inputs: fc.Arbitrary<Inputs>;
  /** How many derivatives exist and are checked: 2 unless said otherwise; 0 for functions without a gradient. */
  readonly order?: 0 | 1 | 2;
  /** Its inputs broadcast together, so that expanding them first changes nothing. False unless said otherwise. */
  readonly broadcasts?: boolean;
  /** Its vjp is linear in the cotangent and so has a forward mode. True unless said otherwise. */
  readonly linearVjp?: boolean;
  /** It can be mapped over a batch. True unless said otherwise. */
  readonly vmaps?: boolean;
  /** It takes float32 and keeps it. True unless said otherwise. */
  readonly keepsFloat32?: boolean;
  /** Passed on to {@link checkGradients}. */
  readonly gradients?: Omit<GradientCheckOptions, 'order' | 'seed'>;
  /** How many lists of inputs are drawn for each law: 25 unless said otherwise. */
  readonly runs?: number;
  /** Decides what is drawn: 0 unless said otherwise, so that a test repeats itself. */
  readonly seed?: number;
}

/** A law, ready to be run by any test runner. */
export interface OpLaw {
  readonly name: string;
  /** Returns where the law holds over all draws, and throws an Error with the smallest counterexample where not. */
  readonly check: () => void;
}

/**
 * The laws that a differentiable function must obey, one test each.
 *
 * @example
 * for (const { name, check } of lawsOfOp({ f: softsign, inputs: fc.tuple(wellConditioned()) })) it(name, check);
 */
export function lawsOfOp<Inputs extends readonly AnyTensor[]>(description: OpDescription<Inputs>): OpLaw[] {
  const { inputs, order = 2, broadcasts = false, linearVjp = true, vmaps = true, keepsFloat32 = true } = description;
  const { runs = 25, seed = 0 } = description;
  // The laws know nothing of the types of the inputs.
  const f = description.f as unknown as UserFunction;
  const law = (name: string, check: (drawn: readonly AnyTensor[], seed: number) => void): OpLaw => ({
    name,
    check: () => {
      const property = fc.property(inputs, fc.nat(), (drawn, drawnSeed) => check(drawn, drawnSeed));
      report(name, fc.check(property, { seed, numRuns: runs }));
    },
  });
  const laws: OpLaw[] = [];
  if (order > 0) {
    const name = order === 1 ? 'its gradient equals' : 'its gradient and the derivative of that equal';
    laws.push(
      law(`${name} finite differences`, (drawn, drawnSeed) => {
        checkGradients(f, drawn, { ...description.gradients, order: order === 2 ? 2 : 1, seed: drawnSeed });
      }),
    );
  }
  if (order > 0 && linearVjp) {
    laws.push(
      law('its vjp is linear in the cotangent', (drawn, drawnSeed) => vjpIsLinear(f, drawn, { seed: drawnSeed })),
      law('forward mode is the transpose of reverse mode', (drawn, drawnSeed) => {
        vjpMatchesJvp(f, drawn, { seed: drawnSeed });
      }),
    );
  }
  if (order > 0 && keepsFloat32) {
    laws.push(
      law('float32 gives what float64 gives, in float32', (drawn, drawnSeed) => {
        float32MatchesFloat64(f, drawn, { seed: drawnSeed });
      }),
    );
  }
  if (broadcasts) {
    laws.push(
      law('broadcasting equals expanding first', (drawn, drawnSeed) => {
        broadcastingEqualsExpanding(f, drawn, { seed: drawnSeed });
      }),
    );
  }
  if (vmaps) {
    laws.push(
      law('vmap equals a loop', (drawn, drawnSeed) => {
        for (const batch of batchesOf(drawn, drawnSeed)) vmapEqualsLoop(f, batch.inputs, { in: batch.in });
      }),
    );
  }
  return laws;
}

/** Throws where a law failed, with the smallest inputs and the reason. */
function report<Inputs>(law: string, details: fc.RunDetails<[Inputs, number]>): void {
  if (!details.failed) return;
  const { counterexample, counterexamplePath, errorInstance, seed } = details;
  if (counterexample === null) throw new Error(fc.defaultReportMessage(details));
  const reason = errorInstance instanceof Error ? errorInstance.message : String(errorInstance);
  throw new Error(
    `'${law}' does not hold for the inputs ${fc.stringify(counterexample[0])}\n${reason}\n` +
      `  drawn with seed ${seed}, path ${counterexamplePath}`,
    { cause: errorInstance },
  );
}

/**
 * Checks at once all that {@link lawsOfOp} lists.
 *
 * @example
 * holdsForOp({ f: (x, y) => x.mul(y), inputs: broadcastableTensors(2), broadcasts: true });
 *
 * @throws Error that names the law that does not hold, with the smallest inputs found, as code, and the reason
 */
export function holdsForOp<Inputs extends readonly AnyTensor[]>(description: OpDescription<Inputs>): void {
  for (const { check } of lawsOfOp(description)) check();
}

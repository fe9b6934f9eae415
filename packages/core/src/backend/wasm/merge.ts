import type { Program, Step } from '../contract.js';
import { numbersOf, textOf } from './structure.js';
import type { WasmProgram } from './wasm-program.js';

/**
 * Computes once what several steps compute alike: the same lowering on the same slots, without run-time numbers, which
 * may differ at the next run.
 */
export function mergeSame(program: Program): Program & Pick<WasmProgram, 'same'> {
  const same = new Map<number, number>();
  const seen = new Map<string, number>();
  const expressions = new Map<unknown, number>();
  const steps: Step[] = [];
  const resolve = (slot: number): number => same.get(slot) ?? slot;
  for (const step of program.steps) {
    const { lowering, output } = step;
    const inputs = step.inputs.map(resolve);
    if (numbersOf(lowering).length === 0 && inputs.length > 0) {
      const { shape, dtype } = program.slots[output] as Program['slots'][number];
      let what = textOf(lowering);
      if (lowering.kind === 'elementwise') {
        const known = expressions.get(lowering.expression) ?? expressions.size;
        expressions.set(lowering.expression, known);
        what = `${known}`;
      }
      const key = `${lowering.kind} ${what} ${inputs.join()} ${dtype} ${shape.join()}`;
      const earlier = seen.get(key);
      if (earlier !== undefined) {
        same.set(output, earlier);
        continue;
      }
      seen.set(key, output);
    }
    steps.push({ ...step, inputs });
  }
  const results = program.results.map(({ slot, stays }) => ({ slot: resolve(slot), stays }));
  return { ...program, steps, results, same };
}

import { hostValue } from '../../graph/value.js';
import {
  type Backend,
  type Lowering,
  lastReaders,
  type Program,
  type RoutineLowering,
  type SlotSpec,
  type Step,
} from '../contract.js';
import { type Buffer, createBuffer } from './buffer.js';
import { runElementwise } from './elementwise.js';
import { explainProgram } from './explain.js';
import { runConcat, runPad, runReshape, runView } from './movement.js';
import { runReduce } from './reduce.js';
import { type Routine, routines } from './routines.js';

/**
 * Plain loops over plain arrays, with sums in float64: slow and obvious. It is the oracle of every other backend.
 */
export const referenceBackend: Backend = Object.freeze<Backend>({
  name: 'reference',
  run(program: Program) {
    const buffers: (Buffer | undefined)[] = new Array(program.slots.length).fill(undefined);
    for (const { slot, value } of program.sources) {
      const { shape, dtype } = program.slots[slot] as SlotSpec;
      buffers[slot] = { shape, dtype, data: hostValue(value) };
    }
    const last = lastReaders(program);
    for (const { slot } of program.results) last[slot] = program.steps.length;
    program.steps.forEach((step, index) => {
      const inputs = step.inputs.map((slot) => buffers[slot] as Buffer);
      const output = createBuffer(program.slots[step.output] as SlotSpec);
      runStep(step, inputs, output);
      buffers[step.output] = output;
      for (const slot of [...step.inputs, step.output]) if (last[slot] === index) buffers[slot] = undefined;
    });
    const fromHost = new Set(program.sources.map(({ slot }) => slot));
    return program.results.map(({ slot }) => {
      const { data } = buffers[slot] as Buffer;
      return fromHost.has(slot) ? data.slice() : data;
    });
  },
  info: () => ({
    name: 'reference',
    simd: false,
    relaxed: false,
    threads: 1,
    readyThreads: 1,
    blas: null,
    memory: { linear: 0, variables: 0, results: 0, sources: 0, arena: 0, plans: 0 },
    plans: { count: 0, hits: 0, misses: 0 },
    kernels: 0,
  }),
  explain: explainProgram,
});

function runStep(step: Step, inputs: readonly Buffer[], output: Buffer): void {
  const { lowering } = step;
  const first = inputs[0] as Buffer;
  switch (lowering.kind) {
    case 'elementwise':
      runElementwise(lowering.expression, lowering.numbers, inputs, output);
      break;
    case 'view':
      runView(first, lowering.strides, lowering.offset, output);
      break;
    case 'reshape':
      runReshape(first, output);
      break;
    case 'pad':
      runPad(first, lowering.before, lowering.interior, lowering.value, output);
      break;
    case 'concat':
      runConcat(inputs, lowering.axis, output);
      break;
    case 'reduce':
      runReduce(lowering.combine, lowering.axes, first, output);
      break;
    case 'routine':
      runRoutine(lowering, inputs, output, step.name);
      break;
    default:
      throw new Error(`reference: cannot lower '${(lowering as Lowering).kind}', which op '${step.name}' asks for`);
  }
}

function runRoutine(lowering: RoutineLowering, inputs: readonly Buffer[], output: Buffer, name: string): void {
  const routine = routines[lowering.routine] as Routine<typeof lowering.routine> | undefined;
  if (routine === undefined) throw new Error(`reference: no routine '${lowering.routine}', which op '${name}' needs`);
  // The table pairs each routine with its own parameters, which the compiler cannot follow through a lookup.
  routine(inputs, output, lowering.parameters as never, name);
}

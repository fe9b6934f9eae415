import { bytesPerElement } from '../../graph/dtype.js';
import type { RoutineLowering } from '../contract.js';
import type { KernelContext } from './context.js';
import { runArgExtreme } from './kernels/arg-extreme.js';
import { runElementwise, runTyped, runtimeNumbers } from './kernels/elementwise.js';
import { runGather } from './kernels/gather.js';
import { checkIndexLocation } from './kernels/gather-indices.js';
import { runGatherTranspose } from './kernels/gather-transpose.js';
import { runMatmul } from './kernels/matmul.js';
import { contiguousRead, type MatrixRead } from './kernels/matmul-stack.js';
import { runConcat, runPad, runView } from './kernels/movement.js';
import { runRandom } from './kernels/random.js';
import { runReduce } from './kernels/reduce.js';
import { runFinal } from './kernels/reduce-partial.js';
import { runScan } from './kernels/scan.js';
import { runTake } from './kernels/take.js';
import { runTakeTranspose } from './kernels/take-transpose.js';
import type { Location } from './location.js';
import type { FusedRead, WasmStep } from './wasm-program.js';

/** Launches what computes one step of a program from its inputs in memory. */
export function recordStep(
  context: KernelContext,
  step: WasmStep,
  at: (slot: number) => Location,
  areIndicesChecked = false,
): void {
  const { lowering } = step;
  const inputs = step.inputs.map(at);
  const output = at(step.output);
  const first = inputs[0] as Location;
  switch (lowering.kind) {
    case 'elementwise':
      runElementwise(context, lowering.expression, lowering.numbers, inputs, output);
      break;
    case 'fused': {
      const reads = lowering.reads.map(({ slot, ...access }) => ({ ...at(slot), ...access }));
      runTyped(context, lowering.expression, runtimeNumbers(context, lowering.numbers), reads, [output]);
      break;
    }
    case 'fusedMatmul': {
      const [left, right] = lowering.reads;
      runMatmul(context, matrixRead(left, at), matrixRead(right, at), output);
      break;
    }
    case 'view':
      runView(context, first, lowering.strides, lowering.offset, output);
      break;
    case 'final':
      runFinal(context, lowering.reduction, first, output);
      break;
    case 'partial':
    case 'blocked':
      throw new Error(`wasm: '${step.name}' is computed block by block only`);
    case 'reshape':
      // It shares its input's bytes: see place.
      break;
    case 'pad':
      runPad(context, first, lowering.before, lowering.interior, lowering.value, output);
      break;
    case 'concat':
      runConcat(context, inputs, lowering.axis, output);
      break;
    case 'reduce':
      runReduce(context, lowering.combine, lowering.axes, first, output);
      break;
    case 'routine':
      runRoutine(context, lowering, [first, inputs[1] ?? first], output, areIndicesChecked ? undefined : step.name);
      break;
  }
}

function runRoutine(
  context: KernelContext,
  lowering: RoutineLowering,
  inputs: readonly [Location, Location],
  output: Location,
  name: string | undefined,
): void {
  const [first, second] = inputs;
  switch (lowering.routine) {
    case 'matmul':
      runMatmul(context, contiguousRead(first), contiguousRead(second), output);
      break;
    case 'argExtreme':
      runArgExtreme(context, lowering.parameters, first, output);
      break;
    case 'scan':
      runScan(context, lowering.parameters, first, output);
      break;
    case 'take':
      runTake(context, lowering.parameters, inputs, output, name);
      break;
    case 'takeTranspose':
      runTakeTranspose(context, lowering.parameters, inputs, output, name);
      break;
    case 'gather':
      runGather(context, lowering.parameters, inputs, output, name);
      break;
    case 'gatherTranspose':
      runGatherTranspose(context, lowering.parameters, inputs, output, name);
      break;
    case 'random':
      runRandom(context, lowering.parameters, output);
      break;
  }
}

/** Launches the check of a step's indices, where it has some that blocks may read part by part. */
export function recordIndexCheck(context: KernelContext, step: WasmStep, at: (slot: number) => Location): void {
  const { lowering, name } = step;
  if (lowering.kind !== 'routine') return;
  const [first, second] = step.inputs.map(at) as [Location, Location];
  if (lowering.routine === 'gather') {
    checkIndexLocation(context, name, second, first.shape[lowering.parameters.axis] as number);
  } else if (lowering.routine === 'gatherTranspose') {
    checkIndexLocation(context, name, first, lowering.parameters.size);
  }
}

/** An operand of a matrix product; through a view it has the view's shape. */
function matrixRead({ slot, strides, start = 0, shape }: FusedRead, at: (slot: number) => Location): MatrixRead {
  const location = at(slot);
  if (strides === undefined || shape === undefined) return contiguousRead(location);
  return { ...location, shape, strides, offset: location.offset + start * bytesPerElement[location.dtype] };
}

import type { Backend, Program } from '../backend/contract.js';
import { countHostBytes } from '../graph/budget.js';
import { bytesPerElement } from '../graph/dtype.js';
import { letGo, resolve, scheduler } from '../graph/node.js';
import { sizeOf } from '../graph/shape.js';
import { type AnyTensor, Flag, has } from '../graph/tensor.js';
import { tracing } from '../graph/tracing.js';
import type { Value } from '../graph/value.js';
import { linearise } from './linearise.js';
import { nodesToKeep, noteReads } from './read-later.js';
import { withoutTrace } from './without-trace.js';

let backend: Backend | undefined;
let makeDefault: (() => Backend) | undefined;
let running = false;

/** Chooses the backend of all evaluations from now on. */
export function useBackend(chosen: Backend): void {
  backend = chosen;
}

/** What to use where nobody chooses; made when it is first needed. */
export function setDefaultBackend(make: () => Backend): void {
  makeDefault = make;
}

/** The backend in use. */
export function currentBackend(): Backend {
  backend ??= makeDefault?.();
  if (backend === undefined)
    throw new Error("evaluate: no backend is chosen; import '@adjoint/core' or call useBackend");
  return backend;
}

/** Computes the values of tensors, all in one run. If that fails, nothing has changed. */
export function compute(tensors: readonly AnyTensor[]): void {
  tracing.current?.reads(tensors);
  const wanted = tensors.map(resolve).filter((tensor) => tensor.value === undefined);
  if (wanted.length === 0) return;
  if (running)
    throw new Error('evaluate: a routine of the backend reads a tensor while it runs; evaluation cannot nest');
  running = true;
  try {
    noteReads(wanted);
    const { program, results } = keepReadLater(linearise(wanted), true);
    const values = currentBackend().run(program);
    results.forEach((node, index) => {
      node.value = values[index] as Value;
      countHostBytes(sizeOf(node.shape) * bytesPerElement[node.dtype]);
    });
    for (const node of results) releaseIfPlain(node);
  } finally {
    running = false;
  }
}

/** The program that `compute` would run now, if there is something to compute. Nothing runs, and nothing counts it. */
export function preview(tensors: readonly AnyTensor[]): Program {
  const wanted = tensors.map(resolve).filter((tensor) => tensor.value === undefined);
  return withoutTrace(wanted, () => keepReadLater(linearise(wanted), false).program);
}

/** Adds the inner nodes that runs of this structure were asked for afterwards to what a program returns. */
function keepReadLater(
  { program, results }: ReturnType<typeof linearise>,
  runs: boolean,
): ReturnType<typeof linearise> {
  const more = nodesToKeep(program, runs).filter((node) => !results.includes(node));
  if (more.length === 0) return { program, results };
  const slots = more.map((node) => ({ slot: program.slots.indexOf(node), stays: false }));
  return { program: { ...program, results: [...program.results, ...slots] }, results: [...results, ...more] };
}

/** Runs a program that is no tensor's own. */
export function runProgram(program: Program): Value[] {
  if (running)
    throw new Error(
      'compile: a routine of the backend calls a compiled function while it runs; evaluation cannot nest',
    );
  running = true;
  try {
    return currentBackend().run(program);
  } finally {
    running = false;
  }
}

/** Computes tensors and takes their graphs away, whatever they reach: what happens past the budget. */
export function settle(tensors: readonly AnyTensor[]): void {
  const lazy = tensors.filter((tensor) => tensor.inputs.length > 0 && !has(tensor, Flag.symbolic));
  compute(lazy);
  for (const tensor of lazy) if (!has(tensor, Flag.binding)) letGo(tensor);
}

/** A computed tensor that no gradient can ask for again keeps no graph. */
function releaseIfPlain(node: AnyTensor): void {
  if (has(node, Flag.binding)) node.inputs = [];
  else if (scheduler.transforms === 0 && !has(node, Flag.trainable)) letGo(node);
}

import { type AnyTensor, showShape } from '@adjoint/core';
import { elementIndex, showNumber } from '../show.js';
import type { Finding, WrongElement } from './compare.js';
import { GradientCheckError } from './error.js';
import type { FunctionAtPoint } from './function-at-point.js';
import type { Culprit } from './locate.js';

export interface FailureContext {
  readonly point: FunctionAtPoint;
  readonly finding: Finding;
  readonly order: 1 | 2;
  readonly culprit: Culprit;
  readonly nameOf: (input: number) => string;
  readonly notes: readonly string[];
}

/** The error that says what differs where, and which op is to blame. */
export function explain(context: FailureContext): GradientCheckError {
  const { finding, point, order, culprit, nameOf, notes } = context;
  const input = 'input' in finding ? finding.input : 0;
  const { shape } = point.inputs[input] ?? { shape: [] };
  const first = finding.kind === 'value' ? finding.wrong[0] : undefined;
  const element = first?.element === undefined ? undefined : elementIndex(first.element, shape);
  const lines = [
    ...headline(context, input),
    `  op: ${describeCulprit(culprit)}`,
    ...notes.map((note) => `  note: ${note}`),
  ];
  return new GradientCheckError(
    lines.join('\n'),
    {
      input,
      inputName: nameOf(input),
      element,
      analytic: first?.analytic ?? Number.NaN,
      numeric: first?.numeric ?? Number.NaN,
      tolerance: first?.tolerance ?? Number.NaN,
      op: culprit.op,
      order,
    },
    finding.kind === 'threw' ? { cause: finding.error } : undefined,
  );
}

const subject = (order: 1 | 2): string => (order === 1 ? 'the gradient' : 'the gradient of the gradient');

function headline({ finding, point, order, nameOf }: FailureContext, input: number): string[] {
  const { shape, dtype } = (point.inputs[input] ?? { shape: [], dtype: 'float64' }) as AnyTensor;
  const named = `${nameOf(input)} ${showShape(shape)}`;
  switch (finding.kind) {
    case 'threw':
      return [`checkGradients: ${subject(order)} cannot be computed: ${messageOf(finding.error)}`];
    case 'undefined':
      return [
        `checkGradients: the function is NaN at element ${showShape(finding.element)} of its result ${finding.result}; ` +
          'there are no differences to compare with, so check it where it has a value',
      ];
    case 'type':
      return [
        `checkGradients: ${subject(order)} with respect to ${named} has shape ${showShape(finding.shape)} and dtype ` +
          `${finding.dtype}; expected ${showShape(shape)} and ${dtype}, those of the input`,
      ];
    case 'value':
      return valueLines(finding.wrong, finding.checked, point.inputs[input] as AnyTensor, named, order);
  }
}

function valueLines(
  wrong: readonly [WrongElement, ...WrongElement[]],
  checked: number,
  input: AnyTensor,
  named: string,
  order: 1 | 2,
): string[] {
  const [{ element, analytic, numeric, tolerance, uncertainty, kink }] = wrong;
  const where =
    element === undefined ? 'along a random direction' : `at element ${showShape(elementIndex(element, input.shape))}`;
  const differences =
    numeric === undefined
      ? 'not finite: the function has no finite values around here'
      : `${showNumber(numeric)} ± ${uncertainty.toExponential(1)} (tolerance ${tolerance.toExponential(1)})`;
  const lines = [
    `checkGradients: ${subject(order)} with respect to ${named} is wrong ${where}`,
    `  from the vjp:     ${showNumber(analytic)}`,
    `  from differences: ${differences}`,
    ...(element === undefined ? [] : [`  the element is:   ${showNumber(input.dataSync()[element] as number)}`]),
    `  ${wrong.length} of ${checked} derivatives of this input are wrong${ratioHint(wrong)}`,
  ];
  if (kink !== undefined) {
    lines.push(
      `  the function has a kink here: its slope is ${showNumber(kink.left)} to the left and ${showNumber(kink.right)} to ` +
        "the right; check it at values away from kinks, or accept any subgradient with { atKinks: 'subgradient' }",
    );
  }
  return lines;
}

/** One factor between all wrong pairs tells a wrong sign or a missing constant at a glance. */
function ratioHint(wrong: readonly WrongElement[]): string {
  const ratios = wrong.map(({ analytic, numeric }) => analytic / (numeric ?? Number.NaN));
  const [first] = ratios;
  if (first === undefined || !Number.isFinite(first)) return '';
  const constant = ratios.every((ratio) => Math.abs(ratio - first) <= 1e-4 * Math.abs(first));
  if (!constant) return '';
  if (first === 0) return '; the vjp gives zero';
  return `; the vjp is ${Number(first.toPrecision(4))} times the differences`;
}

function describeCulprit({ op, finding, order }: Culprit): string {
  if (finding === undefined) {
    return `'${op}' is the last on the way; no op on it is wrong by itself, so look at how the function joins them`;
  }
  const what = order === 1 ? 'its own vjp' : 'the derivative of its own vjp';
  switch (finding.kind) {
    case 'threw':
      return `'${op}'; ${what} fails: ${messageOf(finding.error)}`;
    case 'undefined':
      return `'${op}'; it gives NaN`;
    case 'type':
      return `'${op}'; ${what} for its input ${finding.input} has shape ${showShape(finding.shape)} and dtype ${finding.dtype}`;
    case 'value': {
      const [{ analytic, numeric }] = finding.wrong;
      return (
        `'${op}'; checked alone, ${what} for its input ${finding.input} gives ${showNumber(analytic)} ` +
        `where differences give ${showNumber(numeric ?? Number.NaN)}`
      );
    }
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

import { type Shape, showShape } from '../../graph/shape.js';

/** An equation, matched with the shapes of its operands. */
export interface Equation {
  /** For each operand one label an axis. The axes of an ellipsis are labelled `.1`, `.2` … from the last. */
  readonly inputs: readonly (readonly string[])[];
  readonly output: readonly string[];
  readonly sizes: ReadonlyMap<string, number>;
}

/** Reads `'...ij,jk->...ik'` and checks it against the shapes. */
export function parseEquation(equation: string, shapes: readonly Shape[]): Equation {
  const [inputSide = '', outputSide, ...more] = equation.replaceAll(/\s/g, '').split('->');
  if (more.length > 0) throw new RangeError(`einsum: '${equation}' has more than one '->'; write one output`);
  const terms = inputSide.split(',');
  if (terms.length !== shapes.length) {
    throw new RangeError(
      `einsum: too ${shapes.length < terms.length ? 'few' : 'many'} operands: '${equation}' names ${terms.length}, ` +
        `got ${shapes.length}; separate one term for each by commas`,
    );
  }
  for (const term of outputSide === undefined ? terms : [...terms, outputSide]) checkTerm(term, equation);
  const inputs = terms.map((term, index) => labelAxes(term, shapes[index] as Shape));
  const sizes = measure(inputs, shapes);
  const broadcast = [...sizes.keys()].filter(isBroadcast).sort((a, b) => Number(b.slice(1)) - Number(a.slice(1)));
  const output = outputSide === undefined ? impliedOutput(inputs, broadcast) : expandTerm(outputSide, broadcast);
  checkOutput(output, sizes);
  return { inputs, output, sizes };
}

/** Whether a label belongs to an ellipsis, whose axes broadcast. */
export function isBroadcast(label: string): boolean {
  return label.startsWith('.');
}

function checkTerm(term: string, equation: string): void {
  if (!/^[A-Za-z]*(\.\.\.[A-Za-z]*)?$/.test(term)) {
    throw new RangeError(
      `einsum: '${term}' in '${equation}' is no term; ` +
        "write one letter for each axis, and '...' at most once for all axes between or around them",
    );
  }
}

/** The letters of a term, with the labels of the ellipsis in its place. */
function expandTerm(term: string, ellipsis: readonly string[]): string[] {
  const [before = '', after = ''] = term.split('...');
  return term.includes('...') ? [...before, ...ellipsis, ...after] : [...term];
}

function labelAxes(term: string, shape: Shape): string[] {
  const hasEllipsis = term.includes('...');
  const others = shape.length - (hasEllipsis ? term.length - 3 : term.length);
  if (others < 0 || (others > 0 && !hasEllipsis)) {
    throw new RangeError(
      `einsum: '${term}' does not fit an operand of shape ${showShape(shape)}; ` +
        "it needs one letter for each axis, or '...' for the rest",
    );
  }
  return expandTerm(
    term,
    Array.from({ length: others }, (_, index) => `.${others - index}`),
  );
}

/** The size of each label. */
function measure(inputs: readonly (readonly string[])[], shapes: readonly Shape[]): Map<string, number> {
  const sizes = new Map<string, number>();
  inputs.forEach((labels, operand) => {
    labels.forEach((label, axis) => {
      const size = shapes[operand]?.[axis] as number;
      const known = sizes.get(label);
      const broadcasts = isBroadcast(label) && (known === 1 || size === 1);
      if (known !== undefined && known !== size && !broadcasts) {
        const subject = isBroadcast(label) ? `axis -${label.slice(1)} of '...'` : `label '${label}'`;
        throw new RangeError(
          `einsum: ${subject} is both ${known} and ${size}, in operands of shapes ${shapes.map(showShape).join(', ')}; ` +
            'one label stands for one size',
        );
      }
      if (known === undefined || known === 1) sizes.set(label, size);
    });
  });
  return sizes;
}

/** The ellipsis, then the letters that occur once, in alphabetical order. */
function impliedOutput(inputs: readonly (readonly string[])[], broadcast: readonly string[]): string[] {
  const letters = inputs.flat().filter((label) => !isBroadcast(label));
  const once = letters.filter((label) => letters.indexOf(label) === letters.lastIndexOf(label));
  return [...broadcast, ...once.sort()];
}

function checkOutput(output: readonly string[], sizes: ReadonlyMap<string, number>): void {
  for (const label of output) {
    if (!sizes.has(label)) {
      throw new RangeError(`einsum: output label '${label}' is in no input; the output can only name input labels`);
    }
    if (output.indexOf(label) !== output.lastIndexOf(label)) {
      throw new RangeError(`einsum: output label '${label}' occurs twice; name each label of the output once`);
    }
  }
}

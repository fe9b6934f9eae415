import { type AnyTensor, einsum, grad, ones, type Shape, zeros } from '@adjoint/core';
import { checkGradients } from '@adjoint/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectBatched, expectCloseElements, normal, reader, weighted } from '../approximate.js';
import { indicesOf } from '../by-index.js';

/** The definition: a product of all operands at every combination of the labels, added up by the output's labels. */
function expectEinsum(terms: readonly string[], output: string, sizes: Readonly<Record<string, number>>): void {
  const shapeOf = (term: string): number[] => [...term].map((label) => sizes[label] as number);
  const operands = terms.map((term, index) => normal(shapeOf(term), index + 1));
  const read = operands.map(reader);
  const summed = [...new Set(terms.join(''))].filter((label) => !output.includes(label));
  const result = einsum(`${terms.join(',')}->${output}` as string, ...(operands as AnyTensor[]));
  expectCloseElements(result, shapeOf(output), (...position) => {
    const at: Record<string, number> = {};
    position.forEach((index, axis) => {
      at[output[axis] as string] = index;
    });
    let total = 0;
    for (const rest of indicesOf(summed.map((label) => sizes[label] as number))) {
      rest.forEach((index, axis) => {
        at[summed[axis] as string] = index;
      });
      total += terms.reduce(
        (product, term, index) => product * (read[index]?.(...[...term].map((label) => at[label] as number)) as number),
        1,
      );
    }
    return total;
  });
}

describe('einsum', () => {
  const labels = ['i', 'j', 'k', 'L'];
  const term = fc.array(fc.constantFrom(...labels), { maxLength: 3 }).map((letters) => letters.join(''));
  const sizes = fc.record({ i: fc.nat(3), j: fc.nat(3), k: fc.nat(3), L: fc.nat(3) });

  it('equals the sum of products over any labels', () => {
    const equation = fc
      .array(term, { minLength: 1, maxLength: 4 })
      .chain((terms) =>
        fc.record({ terms: fc.constant(terms), output: fc.shuffledSubarray([...new Set(terms.join(''))]) }),
      );
    fc.assert(
      fc.property(equation, sizes, ({ terms, output }, each) => {
        expectEinsum(terms, output.join(''), each);
      }),
      { numRuns: 200 },
    );
  });

  it('without an arrow names the labels that occur once, in alphabetical order', () => {
    const [x, y] = [normal([2, 3], 1), normal([3, 4], 2)];
    const implied = (equation: string): AnyTensor => einsum(equation, x as AnyTensor, y as AnyTensor);
    expect(implied('zb,ba').toArray()).toEqual(einsum('zb,ba->az', x, y).toArray());
    expect(implied('ij,jk').toArray()).toEqual(x.matmul(y).toArray());
    expect(einsum('ii', normal([3, 3])).shape).toEqual([]);
    expect(einsum('ba', x).shape).toEqual([3, 2]);
    expect(einsum('b...a', zeros([2, 3, 4, 5])).shape).toEqual([3, 4, 5, 2]);
  });

  it('broadcasts the axes of an ellipsis from the last', () => {
    const [x, y] = [normal([5, 1, 2, 3], 1), normal([4, 3, 2], 2)];
    const product = einsum('...ij,...jk->...ik', x, y);
    const expected = x.matmul(y);
    expectCloseElements(product, [5, 4, 2, 2], reader(expected));
    expectCloseElements(einsum('i...,...->...i', normal([2, 3], 1), normal([4, 1], 2)), [4, 3, 2], (a, b, i) => {
      return reader(normal([2, 3], 1))(i as number, b as number) * reader(normal([4, 1], 2))(a as number, 0);
    });
    expectCloseElements(einsum('...i->i', x), [3], reader(x.sum([0, 1, 2])));
    expectCloseElements(
      einsum('i...i->...', normal([2, 3, 2])),
      [3],
      reader(normal([2, 3, 2]).diagonal(0, 0, 2).sum(-1)),
    );
    expectCloseElements(einsum('... , ...->...', normal([1, 3], 1), normal([2, 1], 2)), [2, 3], (a, b) => {
      return reader(normal([1, 3], 1))(0, b as number) * reader(normal([2, 1], 2))(a as number, 0);
    });
  });

  it.each([
    [
      'ij,jk->ik',
      [
        [2, 3],
        [3, 2],
      ],
    ],
    ['ii->i', [[3, 3]]],
    ['iij->j', [[2, 2, 3]]],
    [
      'bij,bjk->bik',
      [
        [2, 2, 3],
        [2, 3, 2],
      ],
    ],
    ['i,j->ij', [[2], [3]]],
    [
      'ij,ij->i',
      [
        [2, 3],
        [2, 3],
      ],
    ],
    [
      'ij,jk,kl->il',
      [
        [2, 3],
        [3, 2],
        [2, 2],
      ],
    ],
    ['ba,bc,b->ac', [[3, 2], [3, 2], [3]]],
    ['...i,i->...', [[2, 3], [3]]],
    [
      '...i,...i->...',
      [
        [2, 1, 3],
        [2, 3],
      ],
    ],
  ] as [string, Shape[]][])('has right gradients of two orders for %s, alone and in a batch', (equation, shapes) => {
    const f = (...operands: AnyTensor[]): AnyTensor => einsum(equation, ...operands);
    checkGradients(
      f,
      shapes.map((shape, index) => normal(shape, index + 1)),
      { order: 2 },
    );
    const batches = shapes.map((shape, index) => normal([2, ...shape], index + 1));
    expectBatched(f, batches);
    expectBatched((x, ...rest) => grad((each: AnyTensor) => weighted(f(each, ...rest)))(x), batches);
  });

  it('chains the contractions that keep the intermediates small', () => {
    const column = normal([400, 1]);
    const chained = einsum('ai,ib,bj->aj', column, normal([1, 400], 2), normal([400, 1], 3));
    // From the left this would make a matrix of 400 × 400; the vectors in the middle contract to a scalar.
    const shapes: Shape[] = [];
    for (let node: AnyTensor | undefined = chained; node !== undefined; node = node.inputs[0]) shapes.push(node.shape);
    expect(shapes.every((shape) => shape.reduce((a, b) => a * b, 1) <= 400)).toBe(true);
    expectCloseElements(chained, [400, 1], reader(column.matmul(normal([1, 400], 2).matmul(normal([400, 1], 3)))));
  });

  it('promotes dtypes, and refuses those without arithmetic', () => {
    expect(einsum('i,i->', ones([2], 'int32'), ones([2], 'float64')).dtype).toBe('float64');
    expect(einsum('i,i->', ones([2], 'bool'), ones([2], 'int32')).item()).toBe(2);
    expect(() => einsum('i,i->', ones([2], 'bool'), ones([2], 'bool'))).toThrow(
      'einsum: expected float32, float64 or int32',
    );
  });

  it.each([
    [
      'ij,jk->ik',
      [
        [2, 3],
        [4, 5],
      ],
      "einsum: label 'j' is both 3 and 4, in operands of shapes [2, 3], [4, 5]",
    ],
    ['ii->', [[2, 3]], "einsum: label 'i' is both 2 and 3"],
    [
      'ij,jk->ik',
      [
        [1, 1],
        [2, 2],
      ],
      "einsum: label 'j' is both 1 and 2",
    ],
    ['...,...->...', [[2], [3]], "einsum: axis -1 of '...' is both 2 and 3"],
    ['ij->iz', [[2, 3]], "einsum: output label 'z' is in no input"],
    ['ij->ii', [[2, 3]], "einsum: output label 'i' occurs twice"],
    ['ij->ji', [[2]], "einsum: 'ij' does not fit an operand of shape [2]; it needs one letter for each axis"],
    ['i->i', [[2, 3]], "einsum: 'i' does not fit an operand of shape [2, 3]"],
    ['i...j->', [[2]], "einsum: 'i...j' does not fit an operand of shape [2]"],
    ['ij,jk->ik', [[2, 3]], "einsum: too few operands: 'ij,jk->ik' names 2, got 1"],
    ['ij->ij', [[2, 3], [3]], "einsum: too many operands: 'ij->ij' names 1, got 2"],
    ['ij->ij', [], "einsum: 'ij->ij' got no operand"],
    ['i1->i', [[2, 3]], "einsum: 'i1' in 'i1->i' is no term; write one letter for each axis"],
    ['i..->i', [[2, 3]], "einsum: 'i..' in 'i..->i' is no term"],
    ['...i...->i', [[2, 3]], "einsum: '...i...' in '...i...->i' is no term"],
    ['i->i->i', [[2]], "einsum: 'i->i->i' has more than one '->'"],
  ] as [string, Shape[], string][])('refuses %s of %j', (equation, shapes, message) => {
    const run = (): unknown => einsum(equation, ...shapes.map((shape): AnyTensor => zeros(shape)));
    expect(run).toThrow(RangeError);
    expect(run).toThrow(message);
  });
});

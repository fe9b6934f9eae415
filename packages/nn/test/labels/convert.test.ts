import { type AnyTensor, fromArray, tensor } from '@adjoint/core';
import { convertLabels, type LabelEncoding } from '@adjoint/nn';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const encodings: readonly LabelEncoding[] = ['index', 'oneHot', 'binary', 'sign'];
const dtypeOf = (encoding: LabelEncoding): string => (encoding === 'index' ? 'int32' : 'float32');

describe('convertLabels', () => {
  const forms: Record<LabelEncoding, AnyTensor> = {
    index: tensor([0, 1, 1], 'int32'),
    oneHot: tensor([
      [1, 0],
      [0, 1],
      [0, 1],
    ]),
    binary: tensor([0, 1, 1]),
    sign: tensor([-1, 1, 1]),
  };

  it.each(encodings.flatMap((from) => encodings.map((to) => [from, to] as const)))('goes from %s to %s', (from, to) => {
    const converted = convertLabels(forms[from], { from, to, classes: 2 });
    expect(converted.toArray()).toEqual(forms[to].toArray());
    expect(converted.dtype).toBe(dtypeOf(to));
  });

  it('comes back from one-hot for any number of classes and axes', () => {
    const labels = fc.integer({ min: 1, max: 5 }).chain((classes) =>
      fc.record({
        classes: fc.constant(classes),
        values: fc.array(fc.integer({ min: 0, max: classes - 1 }), { minLength: 6, maxLength: 6 }),
        shape: fc.constantFrom([6], [2, 3], [1, 6, 1]),
      }),
    );
    fc.assert(
      fc.property(labels, ({ classes, values, shape }) => {
        const indices: AnyTensor = fromArray(Int32Array.from(values), shape);
        const oneHot = convertLabels(indices, { from: 'index', to: 'oneHot', classes });
        expect(oneHot.shape).toEqual([...shape, classes]);
        expect(oneHot.toArray()).toEqual(indices.oneHot(classes).toArray());
        expect(convertLabels(oneHot, { from: 'oneHot', to: 'index' }).toArray()).toEqual(indices.toArray());
      }),
      { numRuns: 30 },
    );
  });

  it('takes scalars, bytes, bools, computed labels and another dtype', () => {
    expect(convertLabels(tensor(2, 'int32'), { from: 'index', to: 'oneHot', classes: 3 }).toArray()).toEqual([0, 0, 1]);
    const bytes = fromArray(new Uint8Array([1, 0]), [2]);
    expect(convertLabels(bytes, { from: 'index', to: 'sign' }).toArray()).toEqual([1, -1]);
    expect(convertLabels(tensor([true, false]), { from: 'binary', to: 'sign' }).toArray()).toEqual([1, -1]);
    const computed = tensor([3, -1]).gt(0);
    expect(convertLabels(computed, { from: 'binary', to: 'index', dtype: 'uint8' }).dtype).toBe('uint8');
  });

  it('names the illegal label, its position, and what is legal', () => {
    const index = tensor(
      [
        [0, 3],
        [1, 2],
      ],
      'int32',
    );
    expect(() => convertLabels(index, { from: 'index', to: 'oneHot', classes: 3 })).toThrow(
      'convertLabels: label 3 at position [0, 1] is no class; with 3 classes labels are integers from 0 to 2',
    );
    expect(() => convertLabels(tensor([0.5]), { from: 'index', to: 'binary' })).toThrow(/label 0.5 at position \[0\]/);
    expect(() => convertLabels(index, { from: 'index', to: 'sign' })).toThrow(/label 3 .*with 2 classes/);
    expect(() => convertLabels(tensor([0, 2]), { from: 'binary', to: 'sign' })).toThrow(
      /label 2 at position \[1\] is not 0 or 1/,
    );
    expect(() => convertLabels(tensor([1, 0]), { from: 'sign', to: 'binary' })).toThrow(
      /label 0 at position \[1\] is not -1 or 1; .*from 'binary' to 'sign'/,
    );
  });

  it('names the row that is not one-hot', () => {
    expect(() =>
      convertLabels(
        tensor([
          [1, 0],
          [0.5, 0.5],
        ]),
        { from: 'oneHot', to: 'index' },
      ),
    ).toThrow(/one-hot label at position \[1\] holds 0.5 for class 0/);
    expect(() => convertLabels(tensor([[1, 1]]), { from: 'oneHot', to: 'index' })).toThrow(/has 2 ones; .*exactly one/);
    expect(() => convertLabels(tensor([[0, 0]]), { from: 'oneHot', to: 'index' })).toThrow(/has 0 ones/);
    expect(() => convertLabels(tensor([[0, 0, 1]]), { from: 'oneHot', to: 'sign' })).toThrow(/with 2 classes/);
    expect(() => convertLabels(tensor(1), { from: 'oneHot', to: 'index' })).toThrow(/need a last axis of classes/);
  });

  it('asks for the number of classes, and checks it', () => {
    const index = tensor([0, 1], 'int32');
    expect(() => convertLabels(index, { from: 'index', to: 'oneHot' })).toThrow(/pass `classes`/);
    expect(() => convertLabels(tensor([0, 1]), { from: 'binary', to: 'oneHot', classes: 3 })).toThrow(
      /have 2 classes, not 3/,
    );
    expect(() => convertLabels(tensor([[0, 1]]), { from: 'oneHot', to: 'index', classes: 3 })).toThrow(
      /have 2 classes, not 3/,
    );
  });

  it('refuses other encodings', () => {
    const options = { from: 'onehot' as LabelEncoding, to: 'index' } as const;
    expect(() => convertLabels(tensor([0]), options)).toThrow(/'onehot' is no encoding; use 'index', 'oneHot'/);
  });
});

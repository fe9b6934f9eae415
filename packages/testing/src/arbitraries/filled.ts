import { type DType, type Shape, sizeOf, type Tensor } from '@adjoint/core';
import fc from 'fast-check';
import { hostArrayFor, sourceOf } from '../sources.js';
import { printable } from './printable.js';

/** Drawn shapes, and for each the drawn elements, with what their arbitraries need to shrink them. */
interface Drawn {
  readonly shapes: fc.Value<readonly Shape[]>;
  readonly elements: readonly (readonly fc.Value<number>[])[];
}

/**
 * Tensors of drawn shapes, filled with drawn elements.
 *
 * Drawing the elements after the shapes with `chain` would stop shrinking the shapes as soon as one element has shrunk,
 * and would draw all elements anew for a smaller shape. This arbitrary tries smaller shapes first, with the elements
 * from the front and from the back, and then each element.
 */
export class FilledTensors<D extends DType> extends fc.Arbitrary<Tensor<Shape, D>[]> {
  readonly #shapes: fc.Arbitrary<readonly Shape[]>;
  readonly #values: fc.Arbitrary<number>;
  readonly #dtype: D;

  constructor(shapes: fc.Arbitrary<readonly Shape[]>, values: fc.Arbitrary<number>, dtype: D) {
    super();
    this.#shapes = shapes;
    this.#values = values;
    this.#dtype = dtype;
  }

  override generate(random: fc.Random, biasFactor: number | undefined): fc.Value<Tensor<Shape, D>[]> {
    const shapes = this.#shapes.generate(random, biasFactor);
    const elements = shapes.value.map((shape) =>
      Array.from({ length: sizeOf(shape) }, () => this.#values.generate(random, biasFactor)),
    );
    return this.#build({ shapes, elements });
  }

  override canShrinkWithoutContext(_value: unknown): _value is Tensor<Shape, D>[] {
    return false;
  }

  override shrink(_value: Tensor<Shape, D>[], context: unknown): fc.Stream<fc.Value<Tensor<Shape, D>[]>> {
    return context === undefined ? fc.Stream.nil() : fc.stream(this.#smaller(context as Drawn));
  }

  *#smaller(drawn: Drawn): IterableIterator<fc.Value<Tensor<Shape, D>[]>> {
    for (const shapes of this.#shapes.shrink(drawn.shapes.value_, drawn.shapes.context)) {
      for (const end of ['front', 'back'] as const) {
        const elements = shapes.value.map((shape, index) => resized(drawn.elements[index] ?? [], sizeOf(shape), end));
        if (elements.every((list, index) => list.length === sizeOf(shapes.value[index] as Shape))) {
          yield this.#build({ shapes, elements });
        }
      }
    }
    for (const [which, list] of drawn.elements.entries()) {
      for (const [position, element] of list.entries()) {
        for (const smaller of this.#values.shrink(element.value_, element.context)) {
          yield this.#build({ ...drawn, elements: drawn.elements.with(which, list.with(position, smaller)) });
        }
      }
    }
  }

  #build(drawn: Drawn): fc.Value<Tensor<Shape, D>[]> {
    const tensors = drawn.shapes.value.map((shape, index) => {
      const data = (drawn.elements[index] ?? []).map(({ value }) => value);
      return printable(sourceOf(hostArrayFor(this.#dtype, data), shape, this.#dtype), data);
    });
    return new fc.Value(tensors, drawn);
  }
}

/** As many elements as wanted from one end; where there are too few, they are repeated. */
function resized<T>(elements: readonly T[], size: number, end: 'front' | 'back'): readonly T[] {
  if (elements.length === 0 || size <= elements.length) {
    return end === 'front'
      ? elements.slice(0, size)
      : elements.slice(elements.length - Math.min(size, elements.length));
  }
  return Array.from({ length: size }, (_, index) => elements[index % elements.length] as T);
}

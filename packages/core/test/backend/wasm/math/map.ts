import type { BinaryInstruction, UnaryInstruction } from '../../../../src/backend/scalar.js';
import {
  type Code,
  forRange,
  i32,
  type Local,
  local,
  ModuleBuilder,
  v128,
} from '../../../../src/backend/wasm/encoder/index.js';
import type { VectorMath } from '../../../../src/backend/wasm/math/index.js';
import { createMemory, instantiate } from '../../../../src/backend/wasm/platform.js';

type HostVector = Float32Array | Float64Array | Int32Array;
type HostConstructor<T extends HostVector> = new (values: ArrayLike<number>) => T;

/** Give lanes of all ones or all zeros. */
export const masks: ReadonlySet<string> = new Set([
  'isNaN',
  'isFinite',
  'not',
  'equal',
  'notEqual',
  'less',
  'lessEqual',
  'greater',
  'greaterEqual',
  'and',
  'or',
  'xor',
]);
/** Give exactly the rounded value. */
export const exact: ReadonlySet<string> = new Set([
  'negate',
  'abs',
  'sign',
  'reciprocal',
  'square',
  'sqrt',
  'floor',
  'ceil',
  'round',
  'trunc',
  'add',
  'subtract',
  'multiply',
  'divide',
  'floorDivide',
  'fmod',
  'remainder',
  'minimum',
  'maximum',
]);

/** The instructions of one kind of lanes, as functions of whole arrays. */
export class Mapper<T extends HostVector> {
  readonly #math: VectorMath<undefined>;
  readonly #array: HostConstructor<T>;
  readonly #relaxed: boolean;

  constructor(math: VectorMath<undefined>, constructor: HostConstructor<T>, relaxed = false) {
    this.#math = math;
    this.#array = constructor;
    this.#relaxed = relaxed;
  }

  unary(name: UnaryInstruction, x: ArrayLike<number>): T {
    const compute = this.#math.unary[name];
    if (compute === undefined) throw new Error(`no ${name}`);
    return this.#run([x], (f, a) => compute(a as Code, f));
  }

  binary(name: BinaryInstruction, x: ArrayLike<number>, y: ArrayLike<number>): T {
    const compute = this.#math.binary[name];
    if (compute === undefined) throw new Error(`no ${name}`);
    return this.#run([x, y], (f, a, b) => compute(a as Code, b as Code, f));
  }

  /** One module, one function: result[i] = compute(inputs[i]…), a vector at a time. */
  #run(
    inputs: readonly ArrayLike<number>[],
    compute: (f: Parameters<VectorMath['unary']['exp']>[1], ...operands: readonly Code[]) => Code,
  ): T {
    const module = new ModuleBuilder({ memory: { minimum: 1 }, relaxed: this.#relaxed });
    const arrays = inputs.map((values) => new this.#array(values));
    const { length, byteLength } = arrays[0] as T;
    const stride = Math.ceil(byteLength / 16) * 16;
    module.export('run', { parameters: ['i32'], results: [] }, (f, size) => {
      const at = f.local('i32');
      const operands = inputs.map((_, index) => v128.load(local.get(at), { offset: (index + 1) * stride }));
      return forRange(
        at,
        i32.const(0),
        local.get(size as Local),
        16,
        v128.store(local.get(at), compute(f, ...operands)),
      );
    });
    const memory = createMemory({ initial: Math.ceil((stride * (inputs.length + 1)) / 65536) });
    arrays.forEach((values, index) => {
      new Uint8Array(memory.buffer, stride * (index + 1)).set(
        new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
      );
    });
    const { run } = instantiate(module.bytes(), memory);
    run?.(stride);
    const bytes = new Uint8Array(memory.buffer).slice(0, byteLength);
    const result = new this.#array({ length });
    new Uint8Array(result.buffer).set(bytes);
    return result;
  }
}

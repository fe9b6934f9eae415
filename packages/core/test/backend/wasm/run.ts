import {
  type Code,
  type FunctionBuilder,
  type Local,
  local,
  ModuleBuilder,
  type ValueType,
  v128,
} from '../../../src/backend/wasm/encoder/index.js';
import { createMemory, instantiate } from '../../../src/backend/wasm/platform.js';

/** The result of an expression over parameters of the given types. */
export function evaluate(
  result: ValueType,
  types: readonly ValueType[],
  values: readonly (number | bigint)[],
  expression: (f: FunctionBuilder, ...parameters: readonly Local[]) => Code,
): number {
  const module = new ModuleBuilder({ memory: { minimum: 1 } });
  module.export('run', { parameters: types, results: [result] }, expression);
  const { run } = instantiate(module.bytes(), createMemory({ initial: 1 }));
  return (run as NonNullable<typeof run>)(...values);
}

/** The 16 bytes that a function of v128s gives. */
export function onVectors(
  inputs: readonly ArrayBufferView<ArrayBuffer>[],
  expression: (...vectors: readonly Code[]) => Code,
  relaxed = false,
): ArrayBuffer {
  const module = new ModuleBuilder({ memory: { minimum: 1 }, relaxed });
  const memory = createMemory({ initial: 1 });
  module.export('run', { parameters: ['i32'], results: [] }, (_f, at) => {
    const address = local.get(at as Local);
    const vectors = inputs.map((_, index) => v128.load(address, { offset: 16 * (index + 1) }));
    return v128.store(address, expression(...vectors));
  });
  inputs.forEach(({ buffer, byteOffset, byteLength }, index) => {
    new Uint8Array(memory.buffer).set(new Uint8Array(buffer, byteOffset, byteLength), 16 * (index + 1));
  });
  const { run } = instantiate(module.bytes(), memory);
  (run as NonNullable<typeof run>)(0);
  return new Uint8Array(memory.buffer).slice(0, 16).buffer;
}

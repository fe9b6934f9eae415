import { describe, expect, it } from 'vitest';
import { i32, type Local, local, ModuleBuilder } from '../../../../src/backend/wasm/encoder/index.js';
import { createMemory, createTable, instantiate } from '../../../../src/backend/wasm/platform.js';
import { laneDispatcher } from '../../../../src/backend/wasm/threads/lane-dispatcher.js';

describe('the dispatcher of lanes', () => {
  it('runs commands and counts them', () => {
    const memory = createMemory({ initial: 1, maximum: 4, shared: true });
    const table = createTable(8);
    const module = new ModuleBuilder({ memory: { minimum: 1, maximum: 4, shared: true } });
    // At 0: 10 times what was there, plus the cells' address.
    module.export('cells', { parameters: ['i32'], results: [] }, (_, cells) =>
      i32.store(i32.const(0), i32.add(i32.mul(i32.load(i32.const(0)), i32.const(10)), local.get(cells as Local))),
    );
    table.set(6, instantiate(module.bytes(), memory)['cells']);
    const integers = new Int32Array(memory.buffer);
    integers.set([6, 1, 6, 2, 6, 3, 6, 4], 16);
    integers[100] = 7;
    const { run } = instantiate(laneDispatcher(4), memory, table);
    run?.(64, 3, 400);
    expect(integers[0]).toBe(123);
    expect(integers[100]).toBe(10);
    run?.(88, 1, 400);
    expect(integers[0]).toBe(1234);
    expect(integers[100]).toBe(11);
  });
});

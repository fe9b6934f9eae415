import { describe, expect, it } from 'vitest';
import {
  atomic,
  block,
  br,
  brIf,
  call,
  f64,
  forRange,
  i32,
  i64,
  ifElse,
  type Local,
  local,
  loop,
  ModuleBuilder,
  memory,
  returnValue,
  select,
  unreachable,
  v128,
  whileLoop,
} from '../../../../src/backend/wasm/encoder/index.js';
import { createMemory, instantiate, supports } from '../../../../src/backend/wasm/platform.js';
import { evaluate } from '../run.js';

describe('control flow', () => {
  it('counts with forRange, also zero times', () => {
    const sum = (n: number): number =>
      evaluate('i32', ['i32'], [n], (f, count) => {
        const i = f.local('i32');
        const total = f.local('i32');
        const body = local.set(total, i32.add(local.get(total), local.get(i)));
        return [forRange(i, i32.const(0), local.get(count as Local), 1, body), local.get(total)];
      });
    expect(sum(0)).toBe(0);
    expect(sum(1)).toBe(0);
    expect(sum(10)).toBe(45);
  });

  it('takes the step of forRange from code', () => {
    const last = evaluate('i32', ['i32'], [7], (f, step) => {
      const i = f.local('i32');
      return [forRange(i, i32.const(1), i32.const(30), local.get(step as Local), []), local.get(i)];
    });
    expect(last).toBe(36);
  });

  it('repeats while a condition holds', () => {
    // The length of the Collatz sequence of 27.
    const steps = evaluate('i32', ['i32'], [27], (f, start) => {
      const x = start as Local;
      const count = f.local('i32');
      const odd = i32.and(local.get(x), i32.const(1));
      const up = local.set(x, i32.add(i32.mul(local.get(x), i32.const(3)), i32.const(1)));
      const down = local.set(x, i32.shrU(local.get(x), i32.const(1)));
      return [
        whileLoop(i32.ne(local.get(x), i32.const(1)), [
          ifElse(odd, up, down),
          local.set(count, i32.add(local.get(count), i32.const(1))),
        ]),
        local.get(count),
      ];
    });
    expect(steps).toBe(111);
  });

  it('branches out of nested blocks to the label meant', () => {
    const classify = (n: number): number =>
      evaluate('i32', ['i32'], [n], (f, x) => {
        const value = local.get(x as Local);
        const result = f.local('i32');
        return [
          block((outer) => [
            block((inner) => [
              brIf(inner, i32.ltS(value, i32.const(0))),
              loop((again) => [
                local.set(result, i32.add(local.get(result), i32.const(1))),
                brIf(outer, i32.geS(local.get(result), value)),
                br(again),
              ]),
            ]),
            local.set(result, i32.const(-1)),
          ]),
          local.get(result),
        ];
      });
    expect(classify(-5)).toBe(-1);
    expect(classify(4)).toBe(4);
  });

  it('gives values from blocks, ifs and select', () => {
    const choose = (n: number): number =>
      evaluate('f64', ['i32'], [n], (_f, x) => [
        block((done) => [f64.const(1), brIf(done, local.get(x as Local)), [0x1a], f64.const(2)], 'f64'),
        ifElse(local.get(x as Local), f64.const(10), f64.const(20), 'f64'),
        [0xa0],
        select('f64', local.get(x as Local), f64.const(100), f64.const(200)),
        [0xa0],
      ]);
    expect(choose(1)).toBe(111);
    expect(choose(0)).toBe(222);
  });

  it('returns early and traps', () => {
    expect(evaluate('i32', [], [], () => [returnValue(i32.const(7)), unreachable])).toBe(7);
    expect(() => evaluate('i32', [], [], () => unreachable)).toThrow(/unreachable/);
  });

  it('refuses a branch to a label that is not around it', () => {
    expect(() => evaluate('i32', [], [], () => [br({ name: 'stray' }), i32.const(0)])).toThrow(/'stray'/);
  });

  it('assembles deeply nested code', () => {
    let code = i32.const(0);
    for (let i = 0; i < 100_000; i++) code = i32.add(code, i32.const(1));
    const module = new ModuleBuilder();
    module.define({ parameters: [], results: ['i32'] }, () => code);
    expect(module.bytes().length).toBeGreaterThan(300_000);
  });
});

describe('functions', () => {
  it('call each other, and themselves', () => {
    const module = new ModuleBuilder({ memory: { minimum: 1 } });
    module.export('fibonacci', { parameters: ['i32'], results: ['i32'] }, (f, n) => {
      const value = local.get(n as Local);
      const self = { index: 0 };
      const decrement = f.module.define({ parameters: ['i32'], results: ['i32'] }, (_g, x) =>
        i32.sub(local.get(x as Local), i32.const(1)),
      );
      const previous = call(decrement, value);
      const sum = i32.add(call(self, previous), call(self, call(decrement, previous)));
      return ifElse(i32.ltS(value, i32.const(2)), value, sum, 'i32');
    });
    const { fibonacci } = instantiate(module.bytes(), createMemory({ initial: 1 }));
    expect(fibonacci?.(15)).toBe(610);
  });

  it('are made once for each name', () => {
    const module = new ModuleBuilder();
    const signature = { parameters: [], results: ['i32'] } as const;
    const first = module.once('seven', signature, () => i32.const(7));
    const second = module.once('seven', signature, () => i32.const(8));
    expect(second).toBe(first);
    expect(module.once('eight', signature, () => i32.const(8))).not.toEqual(first);
  });

  it('keep locals of all types apart', () => {
    const value = evaluate('f64', ['i32'], [3], (f, x) => {
      const a = f.local('f64');
      const b = f.local('i64');
      const c = f.local('i64');
      const d = f.local('v128');
      const e = f.local('i32');
      return [
        local.set(a, f64.convertI32S(local.get(x as Local))),
        local.set(b, i64.const(-(2n ** 40n))),
        local.set(c, i64.const(5)),
        local.set(d, v128.zero),
        local.set(e, i32.const(100)),
        f64.add(
          f64.add(local.get(a), f64.convertI64S(i64.add(local.get(b), local.get(c)))),
          f64.convertI32S(local.tee(e, i32.const(1))),
        ),
      ];
    });
    expect(value).toBe(3 - 2 ** 40 + 5 + 1);
  });

  it('keep hoisted constants once', () => {
    const size = (count: number): number => {
      const module = new ModuleBuilder();
      module.define({ parameters: [], results: [] }, (f) => {
        for (let i = 0; i < count; i++) f.constant([0xfd, 0x0c, new Array<number>(16).fill(i % 2)]);
        return [];
      });
      return module.bytes().length;
    };
    expect(size(2)).toBeGreaterThan(size(1));
    expect(size(100)).toBe(size(2));
  });
});

describe('memory', () => {
  it('is copied and filled', () => {
    const module = new ModuleBuilder({ memory: { minimum: 1 } });
    module.export('run', { parameters: [], results: ['i32'] }, () => [
      memory.fill(i32.const(0), i32.const(7), i32.const(10)),
      memory.fill(i32.const(4), i32.const(9), i32.const(2)),
      memory.copy(i32.const(100), i32.const(0), i32.const(10)),
      memory.size,
    ]);
    const linear = createMemory({ initial: 2 });
    expect(instantiate(module.bytes(), linear)['run']?.()).toBe(2);
    expect(Array.from(new Uint8Array(linear.buffer, 100, 12))).toEqual([7, 7, 7, 7, 9, 9, 7, 7, 7, 7, 0, 0]);
    expect(linear.grow(1)).toBe(2);
    expect(linear.buffer.byteLength).toBe(3 * 65536);
  });

  it('is shared and accessed atomically', () => {
    expect(supports('threads')).toBe(true);
    const module = new ModuleBuilder({ memory: { minimum: 1, maximum: 2, shared: true } });
    module.export('run', { parameters: [], results: ['i32'] }, () => [
      atomic.store(i32.const(0), i32.const(5)),
      [atomic.add(i32.const(0), i32.const(3)), 0x1a],
      [atomic.sub(i32.const(0), i32.const(1)), 0x1a],
      [atomic.exchange(i32.const(4), i32.const(11)), 0x1a],
      [atomic.compareExchange(i32.const(4), i32.const(11), i32.const(12)), 0x1a],
      [atomic.compareExchange(i32.const(4), i32.const(11), i32.const(13)), 0x1a],
      [atomic.or(i32.const(8), i32.const(6), { offset: 0 }), 0x1a],
      [atomic.and(i32.const(8), i32.const(3)), 0x1a],
      [atomic.xor(i32.const(8), i32.const(5)), 0x1a],
      atomic.fence,
      i32.store(i32.const(12), atomic.wait(i32.const(0), i32.const(1), i64.const(-1))),
      i32.store(i32.const(16), atomic.notify(i32.const(0), i32.const(1))),
      atomic.load(i32.const(0)),
    ]);
    const linear = createMemory({ initial: 1, maximum: 2, shared: true });
    expect(instantiate(module.bytes(), linear)['run']?.()).toBe(7);
    expect(linear.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect(Array.from(new Int32Array(linear.buffer, 0, 5))).toEqual([7, 12, 7, 1, 0]);
  });
});

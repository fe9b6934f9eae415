import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lastReaders, type Program, type Step } from '../../../src/backend/contract.js';
import { input } from '../../../src/backend/scalar.js';
import { Gaps } from '../../../src/backend/wasm/gaps.js';
import { paddedBytes } from '../../../src/backend/wasm/place.js';
import { arrange } from '../../../src/backend/wasm/plan.js';

const spec = (length: number): { shape: number[]; dtype: 'float32' } => ({ shape: [length], dtype: 'float32' });

/** Random straight-line programs: each step reads earlier slots, some of them reshapes; slots are freed after their last reader. */
const programs = fc
  .record({
    lengths: fc.array(fc.integer({ min: 0, max: 200 }), { minLength: 1, maxLength: 4 }),
    steps: fc.array(
      fc.record({
        reads: fc.array(fc.nat(), { minLength: 1, maxLength: 3 }),
        length: fc.nat(200),
        reshapes: fc.boolean(),
      }),
      { minLength: 1, maxLength: 25 },
    ),
    keep: fc.nat(),
  })
  .map(({ lengths, steps, keep }): Program => {
    const slots = lengths.map(spec);
    const sources = lengths.map((length, slot) => ({ slot, value: new Float32Array(length) }));
    const list: Step[] = steps.map(({ reads, length, reshapes }) => {
      const inputs = reads.map((read) => read % slots.length);
      const first = slots[inputs[0] as number] as { shape: number[]; dtype: 'float32' };
      const output = slots.push(reshapes ? first : spec(length)) - 1;
      const lowering: Step['lowering'] = reshapes ? { kind: 'reshape' } : { kind: 'concat', axis: 0 };
      return { name: 'test', lowering, inputs: reshapes ? inputs.slice(0, 1) : inputs, output };
    });
    const results = [slots.length - 1, keep % slots.length].map((slot) => ({ slot, stays: false }));
    return { slots, sources, steps: list, results };
  });

describe('place', () => {
  it('never lets two slots that live at once share bytes, unless one is a reshape of the other', () => {
    fc.assert(
      fc.property(programs, (program) => {
        const { owners, elsewhere, layout } = arrange(program);
        const { offsets, bytes } = layout;
        const last = lastReaders(program);
        for (const { slot } of program.results) last[slot] = program.steps.length;
        const alive = new Set(program.sources.map(({ slot }) => slot));
        const check = (): void => {
          const all = new Set([...alive].map((slot) => owners[slot] as number));
          const holders = [...all].filter((slot) => elsewhere[slot] === 0);
          const ranges = holders.map(
            (slot) => [offsets[slot] as number, paddedBytes(program.slots[slot] as never)] as const,
          );
          ranges.sort((a, b) => a[0] - b[0]);
          ranges.forEach(([offset, size], index) => {
            const next = ranges[index + 1]?.[0] ?? bytes;
            expect(offset + size).toBeLessThanOrEqual(next);
            expect(offset % 64).toBe(0);
          });
        };
        check();
        program.steps.forEach((step, index) => {
          alive.add(step.output);
          check();
          for (const slot of [...step.inputs, step.output]) if (last[slot] === index) alive.delete(slot);
        });
        for (const { slot } of program.results) expect(alive.has(slot)).toBe(true);
      }),
    );
  });

  it('uses bytes again', () => {
    const steps = Array.from({ length: 100 }, (_, index): Step => {
      return {
        name: 'test',
        lowering: { kind: 'concat', axis: 0 },
        inputs: [index],
        output: index + 1,
      };
    });
    const slots = Array.from({ length: 101 }, () => spec(100));
    const sources = [{ slot: 0, value: new Float32Array(100) }];
    const program = { slots, sources, steps, results: [{ slot: 100, stays: false }] };
    expect(arrange(program).layout.bytes).toBe(2 * paddedBytes(spec(100)));
  });

  it('lets an elementwise step write over what it is the last to read', () => {
    const lowering = { kind: 'elementwise', expression: input(0), numbers: [] } as const;
    const steps = Array.from({ length: 9 }, (_, index): Step => {
      return { name: 'test', lowering, inputs: [index], output: index + 1 };
    });
    const program = (kept: readonly number[]): Program => ({
      slots: Array.from({ length: 10 }, () => spec(100)),
      sources: [{ slot: 0, value: new Float32Array(100) }],
      steps,
      results: kept.map((slot) => ({ slot, stays: false })),
    });
    expect(arrange(program([9])).layout.bytes).toBe(paddedBytes(spec(100)));
    // A value that is wanted is not written over.
    const { offsets, bytes } = arrange(program([4, 9])).layout;
    expect(bytes).toBe(2 * paddedBytes(spec(100)));
    expect(offsets[5]).not.toBe(offsets[4]);
  });

  it('gives no bytes to sources and to results that stay', () => {
    const program: Program = {
      slots: [spec(100), spec(100)],
      sources: [{ slot: 0, value: new Float32Array(100) }],
      steps: [{ name: 'test', lowering: { kind: 'concat', axis: 0 }, inputs: [0], output: 1 }],
      results: [{ slot: 1, stays: true }],
    };
    expect(arrange(program).layout.bytes).toBe(0);
  });
});

describe('Gaps', () => {
  it('gives back everything it took', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 1, max: 9 }), fc.nat()), { maxLength: 60 }), (actions) => {
        const gaps = new Gaps();
        const held: { offset: number; bytes: number }[] = [];
        for (const [bytes, pick] of actions) {
          if (pick % 3 === 0 && held.length > 0) {
            const [block] = held.splice(pick % held.length, 1) as [{ offset: number; bytes: number }];
            gaps.give(block.offset, block.bytes);
          } else {
            const offset = gaps.take(bytes);
            for (const other of held)
              expect(offset + bytes <= other.offset || other.offset + other.bytes <= offset).toBe(true);
            held.push({ offset, bytes });
          }
        }
        for (const { offset, bytes } of held) gaps.give(offset, bytes);
        const end = gaps.end;
        expect(gaps.take(Math.max(end, 1))).toBe(0);
      }),
    );
  });
});

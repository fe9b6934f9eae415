import { type AnyTensor, fromArray, full } from '@adjoint/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Backend, Program } from '../../../src/backend/contract.js';
import { fuse } from '../../../src/backend/wasm/fuse.js';
import { createWasmBackend } from '../../../src/backend/wasm/index.js';
import { hostValue } from '../../../src/graph/value.js';
import { linearise } from '../../../src/schedule/linearise.js';

const unfused = createWasmBackend({ fused: false });
/** One as it is, and one whose blocks are so small that these programs have many. */
const planned = [
  createWasmBackend(),
  createWasmBackend({ blockBytes: 256 }),
  createWasmBackend({ blockBytes: 256, threads: 3 }),
];

/** Of every tensor: large enough to be worth fusing. */
const rows = 9;
const columns = 15;

/** One step of a random program on tensors of that shape. */
type Build = (x: AnyTensor, y: AnyTensor) => AnyTensor;
const steps: readonly Build[] = [
  (x, y) => x.add(y),
  (x, y) => x.sub(y).mul(0.5),
  (x, y) => x.mul(y),
  (x, y) => x.maximum(y),
  (x, y) => x.gt(y).where(x, y),
  (x) => x.abs().add(1).sqrt(),
  (x) => x.relu(),
  (x, y) => x.add(y.sum(0, true)),
  (x, y) => x.sub(y.mean(1, true)),
  (x) => x.slice(null, [null, null, -1]),
  (x) => x.transpose().reshape([rows, columns]),
  (x, y) => x.add(y.slice([1, 2], [0, 1])),
  (x) => x.mul(3).cast('int32').add(1).cast('float32'),
  (x) => x.floor().square().neg(),
  (x, y) => x.matmul(y.transpose()).matmul(x),
  (x, y) => x.transpose().matmul(y).sum(0).expand([rows, columns]),
  (x, y) => x.slice(null, [0, rows]).matmul(y.flip(0)),
  (x, y) => x.add(full([rows, columns], 2)).div(y.abs().add(1)),
];

const programs = fc.record({
  data: fc.array(fc.integer({ min: -40, max: 40 }), { minLength: rows * columns, maxLength: rows * columns }),
  moves: fc.array(fc.tuple(fc.nat(steps.length - 1), fc.nat(), fc.nat()), { minLength: 1, maxLength: 30 }),
  extra: fc.nat(),
});

/** The results of a program, as graph. */
function build({
  data,
  moves,
  extra,
}: {
  data: number[];
  moves: [number, number, number][];
  extra: number;
}): AnyTensor[] {
  const nodes: AnyTensor[] = [
    fromArray(
      Float32Array.from(data, (value) => value / 8),
      [rows, columns],
    ),
  ];
  for (const [kind, x, y] of moves) {
    nodes.push((steps[kind] as Build)(nodes[x % nodes.length] as AnyTensor, nodes[y % nodes.length] as AnyTensor));
  }
  return [nodes.at(-1) as AnyTensor, nodes[extra % nodes.length] as AnyTensor];
}

function bits(backend: Backend, program: Program): number[][] {
  return backend.run(program).map((value) => Array.from(new Uint8Array(hostValue(value).buffer)));
}

describe('fusion', () => {
  it('changes no bit', () => {
    fc.assert(
      fc.property(programs, (drawn) => {
        const { program } = linearise(build(drawn).filter((tensor) => tensor.value === undefined));
        const expected = bits(unfused, program);
        // The first time a structure is run as it is, then fused.
        for (const backend of planned) {
          expect(bits(backend, program)).toEqual(expected);
          expect(bits(backend, program)).toEqual(expected);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('makes one step of a chain, with its broadcasts and numbers', () => {
    const x = fromArray(new Float32Array(120), [30, 4]);
    const row = fromArray(new Float32Array(4), [4]);
    const { program } = linearise([x.mul(2).add(row).relu().sub(x).div(3)]);
    const { steps: list } = fuse(program);
    expect(list.map(({ lowering }) => lowering.kind)).toEqual(['fused']);
  });

  it('computes once what two steps read', () => {
    const x = fromArray(new Float32Array(100), [100]);
    const shared = x.add(1);
    const { program } = linearise([shared.mul(shared.sub(x)), shared.neg().sum()]);
    expect(fuse(program).steps.filter(({ name }) => name === 'add')).toHaveLength(1);
  });

  it('keeps expressions small', () => {
    let y: AnyTensor = fromArray(new Float32Array(100), [100]);
    for (let i = 0; i < 500; i++) y = y.add(i);
    const { steps: list } = fuse(linearise([y]).program);
    expect(list.length).toBeGreaterThan(10);
    expect(list.length).toBeLessThan(100);
  });
});

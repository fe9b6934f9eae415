import { Generator, randomNormal, Tensor, tensor, Variable, zeros } from '@adjoint/core';
import { Linear, MLP } from '@adjoint/nn';
import { adam, sgd } from '@adjoint/optim';
import fc from 'fast-check';
import { describe, expect, expectTypeOf, it } from 'vitest';
import {
  encodeCheckpoint,
  encodeSafetensors,
  FormatError,
  openSafetensors,
  restoreCheckpoint,
} from '../../src/index.js';
import { anyName, anyTensor, bitsOf, expectSame, withBits } from '../tensors.js';

const start = { epoch: 0, batch: 0 };

/** A run that was trained a little. */
function createRun(seed: number) {
  const generator = new Generator(seed);
  const model = new MLP({ sizes: [4, 5, 2], generator });
  const optimizer = adam(model, { learningRate: 0.01 });
  for (let step = 0; step < 3; step++) {
    optimizer.zeroGrad();
    model
      .forward(randomNormal([3, 4], { generator }))
      .square()
      .mean()
      .backward();
    optimizer.step();
  }
  return { generator, model, optimizer };
}

/** All that is restored in place, in bits. */
async function snapshot({ generator, model, optimizer }: ReturnType<typeof createRun>): Promise<unknown> {
  return withBits([generator.state(), model.stateDict(), optimizer.stateDict()]);
}

/** The paths of the tensors in a state. */
function tensorPaths(state: unknown, path: string): string[] {
  if (state instanceof Tensor) return [path];
  if (typeof state !== 'object' || state === null) return [];
  return Object.entries(state).flatMap(([key, item]) => tensorPaths(item, `${path}.${key}`));
}

describe('a checkpoint', () => {
  it('restores modules, optimizers and generators in place, and returns data', async () => {
    const run = createRun(1);
    const bytes = await encodeCheckpoint({ ...run, position: { epoch: 3, batch: 17 }, best: 0.25, name: 'first' });
    const other = createRun(2);
    const before = await snapshot(other);
    const data = await restoreCheckpoint(bytes, { ...other, position: start, best: 0, name: '' });
    expect(data).toEqual({ position: { epoch: 3, batch: 17 }, best: 0.25, name: 'first' });
    expectTypeOf(data).toEqualTypeOf<{ position: { epoch: number; batch: number }; best: number; name: string }>();
    expect(await snapshot(other)).toEqual(await snapshot(run));
    expect(await snapshot(other)).not.toEqual(before);
  });

  it('is taken at the call, though training goes on', async () => {
    const run = createRun(1);
    const history = [1, 2];
    const before = await snapshot(run);
    const writing = encodeCheckpoint({ ...run, history });
    history.push(3);
    run.generator.nextKey();
    for (let step = 0; step < 3; step++) {
      run.model
        .forward(zeros([1, 4]).add(1))
        .square()
        .sum()
        .backward();
      run.optimizer.step();
    }
    const other = createRun(2);
    expect(await restoreCheckpoint(await writing, { ...other, history: [] })).toEqual({ history: [1, 2] });
    expect(await snapshot(other)).toEqual(before);
    expect(await snapshot(run)).not.toEqual(before);
  });

  it('is a safetensors file whose tensors have speaking names', async () => {
    const { model, optimizer } = createRun(1);
    const file = await openSafetensors(await encodeCheckpoint({ model, optimizer, mean: tensor([1, 2]) }));
    const optimizerPaths = tensorPaths(optimizer.stateDict(), 'optimizer');
    expect(optimizerPaths.length).toBeGreaterThan(0);
    expect([...file.tensors.keys()].sort()).toEqual(
      ['mean', ...tensorPaths(model.stateDict(), 'model'), ...optimizerPaths].sort(),
    );
    expect(await bitsOf(await file.read('model.layers.0.weight'))).toBe(
      await bitsOf(model.layers[0]?.weight as Tensor),
    );
  });

  it('is the same bytes for the same state', async () => {
    expect(await encodeCheckpoint(createRun(1))).toEqual(await encodeCheckpoint(createRun(1)));
  });

  it('restores everything or nothing, and lists all that does not fit', async () => {
    const run = createRun(1);
    const bytes = await encodeCheckpoint({ ...run, position: start, extra: 1 });
    const other = createRun(2);
    const model = new MLP({ sizes: [4, 6, 2] });
    const before = await snapshot(other);
    const restoring = restoreCheckpoint(bytes, {
      ...other,
      model,
      optimizer: other.optimizer,
      position: { epoch: '', pass: 0 },
      second: 1,
    });
    await expect(restoring).rejects.toThrow(/does not fit; nothing was loaded/);
    const { message } = (await restoring.catch((error: Error) => error as Error)) as Error;
    for (const part of [
      "part 'second' is missing",
      "part 'extra' is unexpected; pass { partial: true } to leave it out",
      "part 'model': loadStateDict: the state does not fit this MLP",
      'layers.0.weight: expected float32 [6, 4], got float32 [5, 4]',
      'layers.0.bias: expected float32 [6], got float32 [5]',
      'layers.1.weight: expected float32 [2, 6], got float32 [2, 5]',
      'position.epoch: expected a string, got a number',
      'position.pass is missing',
      'position.batch is unexpected',
    ]) {
      expect(message).toContain(part);
    }
    expect(await snapshot(other)).toEqual(before);
  });

  it('puts back what was restored before something did not fit', async () => {
    const run = createRun(1);
    const stubborn = {
      stateDict: () => ({}),
      loadStateDict: () => {
        throw new Error('never');
      },
    };
    const bytes = await encodeCheckpoint({ ...run, stubborn });
    const other = createRun(2);
    const before = await snapshot(other);
    await expect(restoreCheckpoint(bytes, { ...other, stubborn })).rejects.toThrow(
      /part 'stubborn': never\n {2}part 'stubborn' does not take back the state that it had: never/,
    );
    expect(await snapshot(other)).toEqual(before);
  });

  it('lists what an optimizer of another kind does not take', async () => {
    const { model, optimizer } = createRun(1);
    const bytes = await encodeCheckpoint({ model, optimizer });
    const momentum = sgd(model, { learningRate: 0.1, momentum: 0.9 });
    await expect(restoreCheckpoint(bytes, { model, optimizer: momentum })).rejects.toThrow(
      /part 'optimizer': loadStateDict: the state does not fit this optimizer/,
    );
  });

  it('leaves out parts that are not asked for, if told to', async () => {
    const run = createRun(1);
    const bytes = await encodeCheckpoint({ ...run, position: start });
    const { model } = createRun(2);
    const before = await Promise.all(Object.values(model.stateDict()).map(bitsOf));
    await expect(restoreCheckpoint(bytes, { model })).rejects.toThrow(/'generator' is unexpected.*\n.*'optimizer'/);
    expect(await Promise.all(Object.values(model.stateDict()).map(bitsOf))).toEqual(before);
    expect(await restoreCheckpoint(bytes, { model }, { partial: true })).toEqual({});
    await expectSame(model.stateDict(), run.model.stateDict());
    await expect(restoreCheckpoint(bytes, { modell: model }, { partial: true })).rejects.toThrow("'modell' is missing");
  });

  it('tells parts of different kinds apart', async () => {
    const bytes = await encodeCheckpoint({ a: new Linear(1, 1), b: new Generator(1), c: 1 });
    const restoring = restoreCheckpoint(bytes, { a: new Generator(1), b: 1, c: new Linear(1, 1) });
    await expect(restoring).rejects.toThrow(
      [
        "part 'a': expected what has state(), got what has stateDict()",
        "part 'b': expected plain data, got what has state()",
        "part 'c': expected what has stateDict(), got plain data",
      ].join('\n  '),
    );
  });

  it('is told from other safetensors files', async () => {
    const bytes = await encodeSafetensors({ x: tensor(1) });
    await expect(restoreCheckpoint(bytes, {})).rejects.toThrow(FormatError);
    await expect(restoreCheckpoint(bytes, {})).rejects.toThrow(/no checkpoint, but other tensors/);
  });
});

/** Data as users have it. */
const anyData = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.double(),
    fc.constantFrom(-0, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY),
    fc.string({ unit: 'grapheme' }),
    fc.boolean(),
    fc.constant(null),
    anyTensor,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.oneof(anyName, fc.constantFrom('$tensor', '$number', '$$', '$')), tie('value'), { maxKeys: 3 }),
  ),
})).value;

describe('data in a checkpoint', () => {
  it('comes back as it was', async () => {
    await fc.assert(
      fc.asyncProperty(anyData, async (data) => {
        const bytes = await encodeCheckpoint({ data: data as object });
        const restored = await restoreCheckpoint(bytes, { data: data as object });
        expect(await withBits(restored)).toEqual(await withBits({ data }));
      }),
      { numRuns: 300 },
    );
  });

  it('may be any where null is expected', async () => {
    const bytes = await encodeCheckpoint({ any: { deep: [1, 'two', tensor([3])] } });
    expect(await withBits(await restoreCheckpoint(bytes, { any: null }))).toEqual([
      ['any', [['deep', [1, 'two', await bitsOf(tensor([3]))]]]],
    ]);
  });

  it('must be like the example', async () => {
    const bytes = await encodeCheckpoint({ data: { losses: [1, 2, 'x'], mean: tensor([1, 2]), at: [] } });
    const restoring = restoreCheckpoint(bytes, { data: { losses: [0], mean: tensor([1]), at: {} } });
    await expect(restoring).rejects.toThrow(
      [
        'data.losses.2: expected a number, got a string',
        'data.mean: expected float32 [1], got float32 [2]',
        'data.at: expected an object, got an array',
      ].join('\n  '),
    );
    const likeEach = { losses: [0, 0, ''], mean: tensor([0, 0]), at: [] };
    expect((await restoreCheckpoint(bytes, { data: likeEach })).data.losses).toEqual([1, 2, 'x']);
    const { data } = await restoreCheckpoint(bytes, { data: { losses: [], mean: tensor([0, 0]), at: [5] } });
    expect(data.losses).toEqual([1, 2, 'x']);
  });

  it('keeps two tensors whose paths are the same', async () => {
    const data = { a: { b: tensor(1) }, 'a.b': tensor(2) };
    const restored = (await restoreCheckpoint(await encodeCheckpoint({ data }), { data })).data;
    expect([restored.a.b.item(), restored['a.b'].item()]).toEqual([1, 2]);
  });

  it('keeps what a Variable holds', async () => {
    const total = new Variable(tensor([1, 2]), { trainable: false });
    const writing = encodeCheckpoint({ total, twice: total.mul(2) });
    total.assign(tensor([9, 9]));
    const { twice, ...rest } = await restoreCheckpoint(await writing, { total: tensor([0, 0]), twice: tensor([0, 0]) });
    expect([rest.total.toArray(), twice.toArray()]).toEqual([
      [1, 2],
      [2, 4],
    ]);
  });

  const cyclic: Record<string, unknown> = {};
  cyclic['self'] = cyclic;

  it.each<[string, unknown, RegExp]>([
    ['undefined', { a: [undefined] }, /'data.a.0' is undefined; use null/],
    ['a function', { a: () => 1 }, /'data.a' is function/],
    ['a bigint', 1n, /'data' is bigint/],
    ['a date', { a: new Date() }, /'data.a' is an instance of Date/],
    ['a Map', { a: new Map() }, /'data.a' is an instance of Map/],
    ['a typed array', { a: new Float32Array(2) }, /Float32Array; wrap it in fromArray/],
    ['a cycle', cyclic, /is something nested more than 64 levels deep/],
  ])('cannot be %s', async (_, data, message) => {
    await expect(encodeCheckpoint({ data: data as object })).rejects.toThrow(TypeError);
    await expect(encodeCheckpoint({ data: data as object })).rejects.toThrow(message);
  });

  it('may be nested as deep as it can be saved', async () => {
    let data: object = [];
    for (let depth = 0; depth < 63; depth++) data = depth % 2 === 0 ? { data } : [data];
    expect(await restoreCheckpoint(await encodeCheckpoint({ data }), { data: null })).toEqual({ data });
    await expect(encodeCheckpoint({ data: [data] })).rejects.toThrow(/64 levels/);
  });
});

it('a checkpoint refuses long lists, which it could not read', async () => {
  const list = new Array<number>(2 ** 20 - 10).fill(0);
  const bytes = await encodeCheckpoint({ list });
  expect(await restoreCheckpoint(bytes, { list: [] })).toEqual({ list });
  await expect(encodeCheckpoint({ list: [...list, ...list] })).rejects.toThrow(/put long lists into tensors/);
});

/** A file with this in place of the manifest. */
async function withManifest(manifest: unknown, tensors = {}): Promise<Uint8Array> {
  const text = typeof manifest === 'string' ? manifest : JSON.stringify(manifest);
  return encodeSafetensors(tensors, { metadata: { 'adjoint.checkpoint': text } });
}

const data = (state: unknown): unknown => ({ version: 1, parts: { data: { kind: 'data', state } } });

describe('a malformed checkpoint', () => {
  it.each<[string, unknown, object, RegExp]>([
    ['no JSON', '{', {}, /its state is no JSON/],
    ['nested too deep', '['.repeat(1e6), {}, /nested more than 64 levels/],
    ['brackets in strings, and too deep', `{"[[":${'['.repeat(100)}`, {}, /nested more than 64 levels/],
    ['quotes without end', `"${'\\"'.repeat(1e6)}`, {}, /its state is no JSON/],
    ['values without end', `[${'[],'.repeat(2 ** 20)}1]`, {}, /more than 1048576 values outside of tensors/],
    ['an array', [], {}, /version undefined/],
    ['null', null, {}, /version undefined/],
    ['of a later version', { version: 2, parts: {} }, {}, /of version 2; this Adjoint reads version 1/],
    ['without parts', { version: 1 }, {}, /version 1/],
    ['with a part that is none', { version: 1, parts: { data: 3 } }, {}, /part 'data' is malformed/],
    ['with a part of no kind', { version: 1, parts: { data: { kind: 'toString', state: 1 } } }, {}, /malformed/],
    ['with a part without state', { version: 1, parts: { data: { kind: 'data' } } }, {}, /malformed/],
    ['with an unknown mark', data({ $date: 1 }), {}, /unknown mark '\$date'/],
    ['with a mark of the wrong type', data({ $tensor: 1 }), {}, /unknown mark '\$tensor'/],
    ['with a number that is none', data({ $number: 'toString' }), {}, /unknown mark '\$number'/],
    ['with a mark beside others', data({ $tensor: 'x', b: 1 }), {}, /unknown mark '\$tensor'/],
    ['without a tensor that it names', data({ $tensor: 'x' }), {}, /names the tensor 'x', which it does not hold/],
    ['with one tensor in two places', data([{ $tensor: 'x' }, { $tensor: 'x' }]), { x: tensor(1) }, /'x' twice/],
    ['with a tensor too many', data(1), { x: tensor(1) }, /holds the tensor 'x' of no part/],
  ])('is refused: %s', async (_, manifest, tensors, message) => {
    const bytes = await withManifest(manifest, tensors);
    await expect(restoreCheckpoint(bytes, { data: null })).rejects.toThrow(FormatError);
    await expect(restoreCheckpoint(bytes, { data: null })).rejects.toThrow(message);
  });
});

import fc from 'fast-check';

/** Changes a file into one of its own. */
type Mutation = (bytes: Uint8Array) => Uint8Array;

/** Numbers that programs get wrong. */
const claims: readonly bigint[] = [
  0n,
  1n,
  7n,
  255n,
  65_535n,
  65_536n,
  2n ** 31n - 1n,
  2n ** 31n,
  2n ** 32n - 1n,
  2n ** 32n,
  2n ** 40n,
  2n ** 53n - 1n,
  2n ** 53n,
  2n ** 63n - 1n,
  2n ** 63n,
  2n ** 64n - 1n,
];

/** A place in a file, as a part of its length; small ones are likely, because headers are at the start or the end. */
const place = fc.oneof(
  fc.double({ min: 0, max: 1, noNaN: true }),
  fc.nat(64).map((offset) => offset + 2),
  fc.nat(64).map((offset) => -1 - offset),
);

function resolve(at: number, length: number): number {
  if (at < 0) return Math.max(0, length + at);
  if (at >= 2) return Math.min(length, at - 2);
  return Math.floor(at * length);
}

function splice(bytes: Uint8Array, at: number, removed: number, inserted: Uint8Array): Uint8Array {
  const start = resolve(at, bytes.length);
  const end = Math.min(bytes.length, start + removed);
  const result = new Uint8Array(bytes.length - (end - start) + inserted.length);
  result.set(bytes.subarray(0, start));
  result.set(inserted, start);
  result.set(bytes.subarray(end), start + inserted.length);
  return result;
}

const flipBit = fc.tuple(place, fc.nat(7)).map(
  ([at, bit]): Mutation =>
    (bytes) => {
      const result = bytes.slice();
      const index = resolve(at, bytes.length - 1);
      result[index] = (result[index] ?? 0) ^ (1 << bit);
      return result;
    },
);

const setByte = fc.tuple(place, fc.nat(255)).map(
  ([at, byte]): Mutation =>
    (bytes) =>
      splice(bytes, at, 1, new Uint8Array([byte])),
);

const insert = fc.tuple(place, fc.uint8Array({ maxLength: 16 })).map(
  ([at, inserted]): Mutation =>
    (bytes) =>
      splice(bytes, at, 0, inserted),
);

const remove = fc.tuple(place, fc.integer({ min: 1, max: 64 })).map(
  ([at, count]): Mutation =>
    (bytes) =>
      splice(bytes, at, count, new Uint8Array(0)),
);

const truncate = place.map(
  (at): Mutation =>
    (bytes) =>
      bytes.slice(0, resolve(at, bytes.length)),
);

const repeat = fc.tuple(place, place, fc.integer({ min: 1, max: 200 })).map(
  ([from, to, count]): Mutation =>
    (bytes) => {
      const start = resolve(from, bytes.length);
      return splice(bytes, to, 0, bytes.slice(start, start + count));
    },
);

/** A binary number of 2, 4 or 8 bytes that claims something else. */
const claimBinary = fc.tuple(place, fc.constantFrom(2, 4, 8), fc.constantFrom(...claims)).map(
  ([at, length, claim]): Mutation =>
    (bytes) => {
      const number = new Uint8Array(8);
      new DataView(number.buffer).setBigUint64(0, claim, true);
      return splice(bytes, at, length, number.subarray(0, length));
    },
);

/** The nth decimal number of the file's text that claims something else, with the header's length left as it was or not. */
const claimDecimal = fc
  .tuple(
    fc.nat(40),
    fc.constantFrom(...claims.map(String), '-1', '1.5', '1e308', '00', '', 'null', '"1"', '[1]', '9'.repeat(400)),
  )
  .map(
    ([nth, claim]): Mutation =>
      (bytes) => {
        const text = Buffer.from(bytes).toString('latin1');
        const numbers = [...text.matchAll(/\d+/g)];
        const match = numbers[nth % Math.max(1, numbers.length)];
        if (match === undefined) return bytes;
        return splice(bytes, match.index + 2, match[0].length, Buffer.from(claim, 'latin1'));
      },
  );

/** Brackets without end. */
const nest = fc.tuple(place, fc.constantFrom('[', '{', '(', '{"a":', '[['), fc.integer({ min: 1, max: 2000 })).map(
  ([at, bracket, count]): Mutation =>
    (bytes) =>
      splice(bytes, at, 0, Buffer.from(bracket.repeat(count))),
);

/** Puts the right length before a safetensors header, so that what was done to it is seen at all. */
const mendLength: Mutation = (bytes) => {
  const end = Buffer.from(bytes).lastIndexOf('}');
  if (end < 8) return bytes;
  const result = bytes.slice();
  new DataView(result.buffer).setBigUint64(0, BigInt(end + 1 - 8), true);
  return result;
};

const oneMutation: fc.Arbitrary<Mutation> = fc.oneof(
  flipBit,
  setByte,
  insert,
  remove,
  truncate,
  repeat,
  claimBinary,
  claimDecimal,
  nest,
);

/** One to four changes, one after the other. */
export const mutations: fc.Arbitrary<Mutation> = fc
  .tuple(fc.array(oneMutation, { minLength: 1, maxLength: 4 }), fc.boolean())
  .map(([changes, isMended]) => (bytes) => {
    const changed = changes.reduce((current, change) => change(current), bytes);
    return isMended ? mendLength(changed) : changed;
  });

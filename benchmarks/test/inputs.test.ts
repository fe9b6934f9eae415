import { describe, expect, it } from 'vitest';
import {
  checksum,
  hash,
  inputStream,
  labels,
  mlpParameters,
  parameterStream,
  treeSplits,
  uniform,
} from '../src/inputs.js';

describe('the inputs', () => {
  // The same numbers are written down in no other language: peers/torch/inputs.py must give them, too.
  it('are those of every other language', () => {
    expect([hash(0, 1), hash(1, 0), hash(1_000_000, 37)]).toMatchInlineSnapshot(`
      [
        1179680230,
        543097909,
        3692915774,
      ]
    `);
    expect([...labels(6, 10, 17)]).toMatchInlineSnapshot(`
      [
        2,
        7,
        8,
        9,
        8,
        3,
      ]
    `);
    expect([...treeSplits(8, 3)]).toMatchInlineSnapshot(`
      [
        7,
        3,
        2,
        1,
        2,
        1,
        1,
      ]
    `);
  });

  it('are spread evenly', () => {
    const numbers = uniform(10_000, 5, 2);
    expect(Math.abs(numbers.reduce((sum, each) => sum + each, 0) / 10_000)).toBeLessThan(0.05);
    expect(Math.min(...numbers)).toBeGreaterThanOrEqual(-2);
    expect(Math.max(...numbers)).toBeLessThan(2);
    expect(new Set(labels(1000, 10, 3))).toEqual(new Set([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]));
  });

  it('never share a stream', () => {
    const streams = [0, 1].flatMap((set) => [0, 7, 15].map((tensor) => inputStream(set, tensor)));
    const all = [...streams, ...[0, 5, 15].map(parameterStream)];
    expect(new Set(all).size).toBe(all.length);
    expect(mlpParameters([4, 3, 2]).map(({ stream }) => stream)).toEqual([0, 1, 2, 3]);
  });

  it('make another tree at each turn, with all its leaves', () => {
    expect(treeSplits(63, 0)).toHaveLength(62);
    expect(treeSplits(63, 0)).not.toEqual(treeSplits(63, 1));
    expect([...treeSplits(2, 0)]).toEqual([1]);
  });
});

describe('checksum', () => {
  it('tells a matrix from its transpose, and no element cancels another', () => {
    expect(checksum([1, 2])).toBe(9);
    expect(checksum([2, 1])).toBe(6);
    expect(checksum([-1], [2])).toBe(5);
  });
});

import { describe, expect, it } from 'vitest';
import { decodeReply, encode, ProtocolError, UnsupportedError } from '../src/protocol.js';

const round = { ms: 1.5, turn: 3, readings: { loss: 2 } };

describe('the protocol', () => {
  it('is one line for each message', () => {
    expect(encode({ do: 'round', runs: 2 })).toBe('{"do":"round","runs":2}\n');
    expect(decodeReply('round', encode(round))).toEqual(round);
    expect(decodeReply('prepare', '{"ready":true}')).toEqual({ ready: true });
    const holding = { linear: null, heap: 5 };
    const memory = { steps: 2, ms: 1, peak: 3, half: holding, end: holding };
    expect(decodeReply('memory', encode(memory))).toEqual(memory);
  });

  it.each([
    ['no JSON', 'hello'],
    ['no object', '[1]'],
    ['no time', '{"turn":3,"readings":{"loss":2}}'],
    ['a time of zero', '{"ms":0,"turn":3,"readings":{"loss":2}}'],
    ['no readings', '{"ms":1,"turn":3,"readings":{}}'],
    ['a NaN, which JSON writes as null', encode({ ...round, readings: { loss: Number.NaN } })],
  ])('refuses a reply with %s', (_, line) => {
    expect(() => decodeReply('round', line)).toThrow(ProtocolError);
  });

  it('refuses the reply to another request', () => {
    expect(() => decodeReply('check', encode(round))).toThrow("the reply to 'check' lacks a field");
    expect(() => decodeReply('memory', encode(round))).toThrow(ProtocolError);
  });

  it('throws what a system says went wrong', () => {
    expect(() => decodeReply('prepare', '{"unsupported":"no float64"}')).toThrow(UnsupportedError);
    expect(() => decodeReply('round', '{"error":"out of memory"}')).toThrow(/^out of memory$/);
  });
});

import { describe, expect, it } from 'vitest';
import { parseRule } from '../src/rule.js';

describe('parseRule', () => {
  it.each<[string, number, number]>([
    ['sin(i)', 3, Math.sin(3)],
    ['0.1', 7, 0.1],
    ['1/(i+1)', 3, 0.25],
    ['((i*7919)%10007)/10007', 12345, ((12345 * 7919) % 10007) / 10007],
    ['20*((i*7919)%10007)/10007', 9, (20 * ((9 * 7919) % 10007)) / 10007],
    ['i % 2 == 0 ? 1 : -1', 3, -1],
    ['i%2==0?1:i%3==0?2:3', 3, 2],
    ['1 - 2 - 3', 0, -4],
    ['2 + 3 * 4 % 5', 0, 4],
    ['-i % 3', 4, -1],
    ['1e3 + 2.5e-1 + .5', 0, 1000.75],
    ['i < 2 != i >= 2', 1, 1],
    ['cos(pi) * abs(-i)', 2, -2],
  ])('reads %s', (text, index, value) => {
    expect(parseRule(text)(index)).toBe(value);
  });

  it.each([
    ['', 'found its end'],
    ['i +', 'found its end'],
    ['(i', "expected ')'"],
    ['i i', "found 'i' at position 2"],
    ['j + 1', "found 'j' at position 0"],
    ['process.exit()', "found 'process' at position 0"],
    ['constructor(i)', "found 'constructor' at position 0"],
    ['sin i', "expected '('"],
    ['i ? 1', "expected ':'"],
    ['1 = 1', "found '=' at position 2"],
  ])('refuses %j', (text, message) => {
    expect(() => parseRule(text)).toThrow(SyntaxError);
    expect(() => parseRule(text)).toThrow(message);
  });
});

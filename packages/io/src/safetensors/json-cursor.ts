import { decodeText, isWellFormed } from '../source/text.js';

const quote = 0x22;
const backslash = 0x5c;
const zero = 0x30;

/** More tensors than any file has; each takes hundreds of bytes when it is listed. */
const mostMembers = 2 ** 20;

/**
 * Reads JSON token by token, as its caller expects it. Nothing is built that was not expected, so that neither nesting nor
 * size can do harm, and a name that comes twice does not go unseen.
 */
export class JsonCursor {
  readonly #bytes: Uint8Array;
  readonly #fail: (problem: string) => never;
  #at = 0;

  constructor(bytes: Uint8Array, fail: (problem: string) => never) {
    this.#bytes = bytes;
    this.#fail = fail;
  }

  /** Throws about the place that was reached. */
  fail(problem: string): never {
    this.#fail(`${problem} at byte ${this.#at} of the header`);
  }

  /** Whether the next token is this character. It is consumed then. */
  take(character: string): boolean {
    this.#skipSpace();
    if (this.#bytes[this.#at] !== character.charCodeAt(0)) return false;
    this.#at++;
    return true;
  }

  /** Consumes this character. */
  expect(character: string): void {
    if (!this.take(character)) this.fail(`expected '${character}'`);
  }

  /** The members of an object: `member` reads the value of each. */
  object(member: (name: string) => void): void {
    const names = new Set<string>();
    this.expect('{');
    if (this.take('}')) return;
    do {
      const name = this.string();
      if (names.size === mostMembers) this.fail(`expected at most ${mostMembers} names`);
      if (names.has(name)) this.fail(`'${name}' comes twice`);
      names.add(name);
      this.expect(':');
      member(name);
    } while (this.take(','));
    this.expect('}');
  }

  /** The items of an array: `item` reads each. */
  array(item: () => void): void {
    this.expect('[');
    if (this.take(']')) return;
    do item();
    while (this.take(','));
    this.expect(']');
  }

  string(): string {
    this.expect('"');
    const start = this.#at;
    let isEscaped = false;
    for (;;) {
      const byte = this.#bytes[this.#at];
      if (byte === undefined) this.fail('expected the end of a string');
      if (byte < 0x20) this.fail('expected no control character in a string');
      if (byte === quote) break;
      if (byte === backslash) {
        isEscaped = true;
        this.#at++;
      }
      this.#at++;
    }
    const text = decodeText(this.#bytes.subarray(start, this.#at));
    this.#at++;
    const value = isEscaped && text !== undefined ? unescape(text) : text;
    if (value === undefined || !isWellFormed(value)) this.fail('expected a string of UTF-8');
    return value;
  }

  /** An integer from 0 to 2⁵³ − 1: digits, without sign, fraction or exponent. */
  integer(): number {
    this.#skipSpace();
    const start = this.#at;
    let value = 0;
    for (;;) {
      const digit = (this.#bytes[this.#at] ?? 0) - zero;
      if (digit < 0 || digit > 9) break;
      value = value * 10 + digit;
      if (!Number.isSafeInteger(value)) this.fail('expected an integer below 2^53');
      this.#at++;
    }
    const length = this.#at - start;
    if (length === 0 || (length > 1 && this.#bytes[start] === zero)) this.fail('expected an integer of at least 0');
    return value;
  }

  /** Only space may follow. */
  end(): void {
    this.#skipSpace();
    if (this.#at < this.#bytes.length) this.fail('expected the end');
  }

  #skipSpace(): void {
    for (;;) {
      const byte = this.#bytes[this.#at];
      if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return;
      this.#at++;
    }
  }
}

/** The text of a string literal with escapes, without its quotes; undefined where it is none. */
function unescape(literal: string): string | undefined {
  try {
    return JSON.parse(`"${literal}"`) as string;
  } catch {
    return undefined;
  }
}

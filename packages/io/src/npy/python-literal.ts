/** A value of Python's literal syntax, as far as headers use it. */
export type PythonLiteral =
  | string
  | number
  | boolean
  | null
  | readonly PythonLiteral[]
  | ReadonlyMap<string, PythonLiteral>;

/** Deeper nesting than any header has. */
const deepest = 16;

/** Names, numbers, strings without escapes (which no header has), and brackets. */
const token =
  /\s*(?:(?<word>[A-Za-z]+)|(?<integer>\d+)L?|'(?<single>[^'\\\n]*)'|"(?<double>[^"\\\n]*)"|(?<sign>[()[\]{},:]))/y;

const words: Readonly<Record<string, PythonLiteral>> = { True: true, False: false, None: null };

/**
 * Reads a Python literal made of dicts with string keys, tuples, lists, strings, integers of at least 0, booleans and
 * None. A tuple becomes an array, too.
 *
 * @returns undefined where the text is no such thing
 */
export function parsePythonLiteral(text: string): PythonLiteral | undefined {
  const tokens = tokenise(text);
  if (tokens === undefined) return undefined;
  const parser = new Parser(tokens);
  try {
    const value = parser.value(0);
    return parser.isAtEnd ? value : undefined;
  } catch (error) {
    if (error instanceof Unexpected) return undefined;
    throw error;
  }
}

interface Token {
  readonly sign?: string;
  readonly value?: PythonLiteral;
}

function tokenise(text: string): Token[] | undefined {
  const tokens: Token[] = [];
  token.lastIndex = 0;
  const source = text.trimEnd();
  while (token.lastIndex < source.length) {
    const groups = token.exec(source)?.groups;
    if (groups === undefined) return undefined;
    const { word, integer, single, double, sign } = groups;
    if (sign !== undefined) tokens.push({ sign });
    else if (integer !== undefined) tokens.push({ value: Number(integer) });
    else if (word === undefined) tokens.push({ value: (single ?? double) as string });
    else if (Object.hasOwn(words, word)) tokens.push({ value: words[word] as PythonLiteral });
    else return undefined;
  }
  return tokens;
}

class Unexpected extends Error {}

class Parser {
  readonly #tokens: readonly Token[];
  #next = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  get isAtEnd(): boolean {
    return this.#next === this.#tokens.length;
  }

  value(depth: number): PythonLiteral {
    const { sign, value } = this.#tokens[this.#next++] ?? {};
    if (value !== undefined) return value;
    if (depth === deepest) throw new Unexpected();
    if (sign === '[') return this.#items(']', depth);
    if (sign === '(') return this.#items(')', depth);
    if (sign === '{') return this.#dict(depth);
    throw new Unexpected();
  }

  #items(close: string, depth: number): PythonLiteral[] {
    const items: PythonLiteral[] = [];
    const hasTrailingComma = this.#untilClosed(close, () => items.push(this.value(depth + 1)));
    // To Python, (3) is the number 3.
    if (close === ')' && items.length === 1 && !hasTrailingComma) throw new Unexpected();
    return items;
  }

  #dict(depth: number): Map<string, PythonLiteral> {
    const entries = new Map<string, PythonLiteral>();
    this.#untilClosed('}', () => {
      const key = this.value(depth + 1);
      if (typeof key !== 'string' || entries.has(key) || !this.#take(':')) throw new Unexpected();
      entries.set(key, this.value(depth + 1));
    });
    return entries;
  }

  /** Items with commas between them; one behind the last is allowed. Tells whether there was one. */
  #untilClosed(close: string, item: () => void): boolean {
    while (!this.#take(close)) {
      item();
      if (this.#take(',')) continue;
      if (!this.#take(close)) throw new Unexpected();
      return false;
    }
    return true;
  }

  #take(sign: string): boolean {
    if (this.#tokens[this.#next]?.sign !== sign) return false;
    this.#next++;
    return true;
  }
}

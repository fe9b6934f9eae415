/**
 * The rules that stand for the elements of long inputs: arithmetic on the element's index `i`, in float64, with `%`
 * and `?:` as in C. A recursive-descent parser makes closures of them; nothing is evaluated as JavaScript.
 */

/** The value of element i. */
export type Rule = (index: number) => number;

const functions: Readonly<Record<string, (x: number) => number>> = {
  abs: Math.abs,
  cos: Math.cos,
  exp: Math.exp,
  floor: Math.floor,
  log: Math.log,
  sin: Math.sin,
  sqrt: Math.sqrt,
  tan: Math.tan,
};

const constants: Readonly<Record<string, number>> = { pi: Math.PI };

type BinaryFunction = (x: number, y: number) => number;

/** The binary operators, each list binding more tightly than the one before. */
const precedence: readonly Readonly<Record<string, BinaryFunction>>[] = [
  { '==': (x, y) => Number(x === y), '!=': (x, y) => Number(x !== y) },
  {
    '<': (x, y) => Number(x < y),
    '<=': (x, y) => Number(x <= y),
    '>': (x, y) => Number(x > y),
    '>=': (x, y) => Number(x >= y),
  },
  { '+': (x, y) => x + y, '-': (x, y) => x - y },
  { '*': (x, y) => x * y, '/': (x, y) => x / y, '%': (x, y) => x % y },
];

/**
 * Reads a rule such as `((i*7919)%10007)/10007` or `i % 2 == 0 ? 1 : -1`.
 *
 * @throws SyntaxError where it is none, naming the place
 */
export function parseRule(text: string): Rule {
  return new RuleParser(text).parse();
}

class RuleParser {
  readonly #text: string;
  readonly #tokens: readonly RegExpMatchArray[];
  #next = 0;

  constructor(text: string) {
    this.#text = text;
    this.#tokens = [...text.matchAll(/(\d+\.?\d*|\.\d+)(e[-+]?\d+)?|[a-z_]\w*|[<>=!]=|\S/gi)];
  }

  parse(): Rule {
    const rule = this.#conditional();
    if (this.#token() !== undefined) this.#fail('an operator or the end');
    return rule;
  }

  #conditional(): Rule {
    const condition = this.#binary(0);
    if (!this.#accept('?')) return condition;
    const yes = this.#conditional();
    this.#expect(':');
    const no = this.#conditional();
    return (index) => (condition(index) !== 0 ? yes(index) : no(index));
  }

  #binary(level: number): Rule {
    const operators = precedence[level];
    if (operators === undefined) return this.#unary();
    let left = this.#binary(level + 1);
    for (;;) {
      const token = this.#token();
      if (token === undefined || !Object.hasOwn(operators, token)) return left;
      this.#next++;
      const apply = operators[token] as BinaryFunction;
      const before = left;
      const right = this.#binary(level + 1);
      left = (index) => apply(before(index), right(index));
    }
  }

  #unary(): Rule {
    if (this.#accept('+')) return this.#unary();
    if (!this.#accept('-')) return this.#primary();
    const operand = this.#unary();
    return (index) => -operand(index);
  }

  #primary(): Rule {
    const token = this.#token();
    if (token === undefined) return this.#fail('a number, i or (');
    if (this.#accept('(')) return this.#closed();
    if (/^[\d.]/.test(token) && Number.isFinite(Number(token))) {
      this.#next++;
      const value = Number(token);
      return () => value;
    }
    if (this.#accept('i')) return (index) => index;
    if (Object.hasOwn(constants, token)) {
      this.#next++;
      const value = constants[token] as number;
      return () => value;
    }
    if (!Object.hasOwn(functions, token))
      return this.#fail(`a number, i, (, or one of ${Object.keys(functions).join(', ')}`);
    this.#next++;
    const apply = functions[token] as (x: number) => number;
    this.#expect('(');
    const argument = this.#closed();
    return (index) => apply(argument(index));
  }

  /** The rest of a parenthesis. */
  #closed(): Rule {
    const inner = this.#conditional();
    this.#expect(')');
    return inner;
  }

  #token(): string | undefined {
    return this.#tokens[this.#next]?.[0];
  }

  #accept(token: string): boolean {
    if (this.#token() !== token) return false;
    this.#next++;
    return true;
  }

  #expect(token: string): void {
    if (!this.#accept(token)) this.#fail(`'${token}'`);
  }

  #fail(expected: string): never {
    const token = this.#tokens[this.#next];
    const found = token === undefined ? 'its end' : `'${token[0]}' at position ${token.index}`;
    throw new SyntaxError(`rule ${JSON.stringify(this.#text)}: expected ${expected}, found ${found}`);
  }
}

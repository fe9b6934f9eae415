/** What JSON can hold. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

const namedNumbers: Readonly<Record<string, number>> = {
  NaN: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
  '-Infinity': Number.NEGATIVE_INFINITY,
};

/** A number of an oracle file, where strings stand for those that JSON lacks; undefined for anything else. */
export function toNumber(value: Json | undefined): number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && Object.hasOwn(namedNumbers, value) ? namedNumbers[value] : undefined;
}

export function isRecord(value: unknown): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The attributes of a case or of a node of its graph, read with a check of their type. */
export class Attributes {
  readonly #values: { readonly [name: string]: Json };

  constructor(values: { readonly [name: string]: Json }) {
    this.#values = values;
  }

  /** These attributes with others over them. */
  with(values: { readonly [name: string]: Json }): Attributes {
    return new Attributes({ ...this.#values, ...values });
  }

  has(name: string): boolean {
    return Object.hasOwn(this.#values, name);
  }

  number(name: string): number {
    return toNumber(this.#value(name)) ?? this.#refuse(name, 'a number');
  }

  /** A number, or undefined where the file says null. */
  optionalNumber(name: string): number | undefined {
    return this.#value(name) === null ? undefined : this.number(name);
  }

  integer(name: string): number {
    const value = this.#value(name);
    return isInteger(value) ? value : this.#refuse(name, 'an integer');
  }

  /** An integer, or undefined where the file says null. */
  optionalInteger(name: string): number | undefined {
    return this.#value(name) === null ? undefined : this.integer(name);
  }

  boolean(name: string): boolean {
    const value = this.#value(name);
    return typeof value === 'boolean' ? value : this.#refuse(name, 'true or false');
  }

  string(name: string): string {
    const value = this.#value(name);
    return typeof value === 'string' ? value : this.#refuse(name, 'a string');
  }

  /** One of the given strings. */
  choice<const Choice extends string>(name: string, choices: readonly Choice[]): Choice {
    const value = this.#value(name);
    return choices.find((choice) => choice === value) ?? this.#refuse(name, `one of ${choices.join(', ')}`);
  }

  numbers(name: string): readonly number[] {
    return this.list(name).map((each) => toNumber(each) ?? this.#refuse(name, 'a list of numbers'));
  }

  integers(name: string): readonly number[] {
    return this.list(name).map((each) => (isInteger(each) ? each : this.#refuse(name, 'a list of integers')));
  }

  /** A list of integers, or undefined where the file says null. */
  optionalIntegers(name: string): readonly number[] | undefined {
    return this.#value(name) === null ? undefined : this.integers(name);
  }

  list(name: string): readonly Json[] {
    const value = this.#value(name);
    return Array.isArray(value) ? value : this.#refuse(name, 'a list');
  }

  #value(name: string): Json {
    const value = Object.hasOwn(this.#values, name) ? this.#values[name] : undefined;
    if (value === undefined) {
      const present = Object.keys(this.#values).join(', ');
      throw new TypeError(`the case lacks attribute '${name}'; it has ${present === '' ? 'none' : present}`);
    }
    return value;
  }

  #refuse(name: string, expected: string): never {
    throw new TypeError(`attribute '${name}' is ${JSON.stringify(this.#values[name])}; expected ${expected}`);
  }
}

function isInteger(value: Json): value is number {
  return Number.isSafeInteger(value);
}

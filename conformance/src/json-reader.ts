import { isRecord, type Json, toNumber } from './attributes.js';

/** A file that is not what it should be. */
export class CaseFileError extends Error {
  override readonly name = 'CaseFileError';
}

/** A JSON value and where it stands, for readers of files that may be damaged. */
export class JsonReader {
  readonly #where: string;
  readonly value: Json;

  constructor(where: string, value: Json) {
    this.#where = where;
    this.value = value;
  }

  get record(): { readonly [key: string]: Json } {
    if (!isRecord(this.value))
      throw new CaseFileError(`${this.#where}: expected an object, got ${JSON.stringify(this.value)}`);
    return this.value;
  }

  at(where: string): JsonReader {
    return new JsonReader(`${this.#where} ${where}`, this.value);
  }

  get(field: string): Json | undefined {
    return Object.hasOwn(this.record, field) ? this.record[field] : undefined;
  }

  child(field: string): JsonReader {
    return new JsonReader(`${this.#where}: ${field}`, this.get(field) ?? this.fail(field, 'is missing or null'));
  }

  array(field: string): readonly Json[] {
    const list = this.get(field);
    return Array.isArray(list) ? list : this.fail(field, 'is missing or not a list');
  }

  list(field: string): JsonReader[] {
    return this.array(field).map((each, index) => new JsonReader(`${this.#where}: ${field}[${index}]`, each));
  }

  string(field: string): string {
    const value = this.get(field);
    return typeof value === 'string' ? value : this.fail(field, 'is missing or not a string');
  }

  strings(field: string): string[] {
    return this.array(field).map((value) =>
      typeof value === 'string' ? value : this.fail(field, 'is not a list of strings'),
    );
  }

  number(field: string): number {
    return toNumber(this.get(field)) ?? this.fail(field, 'is missing or not a number');
  }

  fail(field: string, problem: string): never {
    throw new CaseFileError(`${this.#where}: '${field}' ${problem}`);
  }
}

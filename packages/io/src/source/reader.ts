import { FormatError } from '../format-error.js';
import { type ByteSource, type Readable, toSource } from './byte-source.js';

/** Reads a source as a file of some format. No byte is asked for, nor memory for it, that the source does not have. */
export class Reader {
  readonly format: string;
  readonly name: string;
  readonly size: number;
  readonly #source: ByteSource;

  constructor(format: string, from: Readable) {
    const source = toSource(format, from);
    this.format = format;
    this.#source = source;
    this.name = source.name;
    this.size = source.size;
  }

  /** Throws a {@link FormatError} about the source. */
  fail(problem: string, options?: ErrorOptions): never {
    throw new FormatError(this.format, this.name, problem, options);
  }

  /** Exactly these bytes, in an array of their own. `what` they are is for the error. */
  async read(offset: number, length: number, what: string): Promise<Uint8Array> {
    // The negation refuses NaN as well.
    if (!(offset >= 0 && length >= 0 && offset + length <= this.size)) {
      this.fail(
        `${what} would take bytes ${offset} to ${offset + length}, but there are ${this.size}; it is cut short`,
      );
    }
    if (length === 0) return new Uint8Array(0);
    const bytes = await this.#source.read(offset, length);
    if (bytes.length !== length) {
      this.fail(`reading ${what} gave ${bytes.length} bytes of ${length}; it was changed while it was read`);
    }
    return bytes;
  }
}

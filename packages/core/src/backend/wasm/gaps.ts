/**
 * The free ranges of a space of bytes that grows at its end. Takes the first that fits; neighbours are joined when they
 * come free.
 */
export class Gaps {
  /** Everything from here on is free. */
  end: number;
  /** The furthest end there has been. */
  peak: number;
  /** By offset; no two touch, and none touches the end. */
  readonly #gaps: { offset: number; bytes: number }[] = [];

  constructor(start = 0) {
    this.end = start;
    this.peak = start;
  }

  take(bytes: number): number {
    const index = this.#gaps.findIndex((gap) => gap.bytes >= bytes);
    const gap = this.#gaps[index];
    if (gap === undefined) {
      const offset = this.end;
      this.end += bytes;
      this.peak = Math.max(this.peak, this.end);
      return offset;
    }
    const { offset } = gap;
    gap.offset += bytes;
    gap.bytes -= bytes;
    if (gap.bytes === 0) this.#gaps.splice(index, 1);
    return offset;
  }

  give(offset: number, bytes: number): void {
    let index = this.#gaps.findIndex((gap) => gap.offset > offset);
    if (index < 0) index = this.#gaps.length;
    const before = this.#gaps[index - 1];
    const after = this.#gaps[index];
    const joinsBefore = before !== undefined && before.offset + before.bytes === offset;
    const joinsAfter = after !== undefined && offset + bytes === after.offset;
    if (joinsBefore && joinsAfter) {
      before.bytes += bytes + after.bytes;
      this.#gaps.splice(index, 1);
    } else if (joinsBefore) before.bytes += bytes;
    else if (joinsAfter) {
      after.offset = offset;
      after.bytes += bytes;
    } else this.#gaps.splice(index, 0, { offset, bytes });
    const last = this.#gaps.at(-1);
    if (last === undefined || last.offset + last.bytes !== this.end) return;
    this.end = last.offset;
    this.#gaps.pop();
  }
}

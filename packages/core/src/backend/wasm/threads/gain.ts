/** So many runs are judged together. */
const windowRuns = 8;
/** A loss of so many milliseconds is judged at once. */
const worstLoss = 4;
/** For how long threads are left alone after a loss, in milliseconds: at first, and at most. */
const shortRest = 10;
const longRest = 1000;

/**
 * Whether threads gain anything at present. On a machine that is busy with something else, a caller that waits for other
 * threads may lose more than they save. Times are in milliseconds.
 */
export class Gain {
  #runs = 0;
  #saved = 0;
  #rest = shortRest;
  #restsUntil = Number.NEGATIVE_INFINITY;

  /** Whether to use other threads now. */
  pays(now: number): boolean {
    return now >= this.#restsUntil;
  }

  /** Learns from a run on several threads: how long one would have taken, and how long it took. */
  note(alone: number, together: number, now: number): void {
    this.#saved += alone - together;
    this.#runs++;
    const isOver = this.#runs === windowRuns;
    if (this.#saved < -worstLoss || (isOver && this.#saved <= 0)) {
      this.#restsUntil = now + this.#rest;
      this.#rest = Math.min(2 * this.#rest, longRest);
    } else if (isOver) this.#rest = shortRest;
    else return;
    this.#runs = 0;
    this.#saved = 0;
  }
}

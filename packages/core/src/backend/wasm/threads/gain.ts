/** So many runs are judged together. */
const windowRuns = 8;
/** A loss of so many milliseconds is judged at once. */
const worstLoss = 4;
/** After a loss threads rest for so many times as long: trying them costs at most a twentieth of the time. */
const restPerLoss = 20;

/**
 * Whether threads gain anything at present. On a machine that is busy with something else, a caller that waits for other
 * threads may lose more than they save. Times are in milliseconds.
 */
export class Gain {
  #runs = 0;
  #saved = 0;
  #restsUntil = Number.NEGATIVE_INFINITY;

  /** Whether to use other threads now. */
  pays(now: number): boolean {
    return now >= this.#restsUntil;
  }

  /** Learns from a run on several threads: how long one would have taken, and how long it took. */
  note(alone: number, together: number, now: number): void {
    this.#saved += alone - together;
    this.#runs++;
    if (this.#runs < windowRuns && this.#saved >= -worstLoss) return;
    if (this.#saved < 0) this.#restsUntil = now - restPerLoss * this.#saved;
    this.#runs = 0;
    this.#saved = 0;
  }
}

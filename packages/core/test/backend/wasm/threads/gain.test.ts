import { describe, expect, it } from 'vitest';
import { Gain } from '../../../../src/backend/wasm/threads/gain.js';

describe('whether threads gain', () => {
  /** Notes a run every millisecond, unless threads rest; tells how often they did not. */
  function use(gain: Gain, from: number, to: number, alone: number, together: number): number {
    let runs = 0;
    for (let now = from; now < to; now++) {
      if (!gain.pays(now)) continue;
      gain.note(alone, together, now);
      runs++;
    }
    return runs;
  }

  it('they do as long as they save time', () => {
    expect(use(new Gain(), 0, 1000, 1, 0.6)).toBe(1000);
  });

  it('they rest ever longer, up to a second, while they lose time', () => {
    const gain = new Gain();
    // 8 runs take 7 ms; then come rests of 10, 20, 40 … 640 ms, and of a second.
    const end = 7 * 7 + 1270;
    expect(use(gain, 0, end, 1, 1.1)).toBe(7 * 8);
    expect(use(gain, end, end + 10 * 1007, 1, 1.1)).toBe(10 * 8);
  });

  it('they rest at once after a great loss', () => {
    const gain = new Gain();
    gain.note(1, 5.5, 100);
    expect([gain.pays(100), gain.pays(109), gain.pays(110)]).toEqual([false, false, true]);
  });

  it('they rest shortly again after they have saved time', () => {
    const gain = new Gain();
    use(gain, 0, 5000, 1, 1.1);
    expect(use(gain, 6000, 6100, 1, 0.6)).toBe(100);
    gain.note(1, 10, 6100);
    expect([gain.pays(6109), gain.pays(6110)]).toEqual([false, true]);
  });

  it('a loss now and then is made good by what others save', () => {
    const gain = new Gain();
    for (let now = 0; now < 800; now++) {
      expect(gain.pays(now)).toBe(true);
      gain.note(1, now % 8 === 0 ? 3 : 0.6, now);
    }
  });
});

import { describe, expect, it } from 'vitest';
import { Gain } from '../../../../src/backend/wasm/threads/gain.js';

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

describe('whether threads gain', () => {
  it('they do as long as they save time', () => {
    expect(use(new Gain(), 0, 1000, 1, 0.6)).toBe(1000);
  });

  it('they do where they make no difference', () => {
    expect(use(new Gain(), 0, 1000, 1, 1)).toBe(1000);
  });

  it.each([1.25, 1.5, 3, 6])('they lose at most a twentieth of the time: %d', (together) => {
    const runs = use(new Gain(), 0, 10_000, 1, together);
    const loss = runs * (together - 1);
    expect(loss).toBeLessThanOrEqual(10_000 / 20);
    expect(loss).toBeGreaterThan(10_000 / 40);
  });

  it('they rest at once after a great loss', () => {
    const gain = new Gain();
    gain.note(1, 6, 100);
    expect([gain.pays(100), gain.pays(199), gain.pays(200)]).toEqual([false, false, true]);
  });

  it('they are used again as soon as they gain', () => {
    const gain = new Gain();
    use(gain, 0, 5000, 1, 1.5);
    expect(use(gain, 6000, 7000, 1, 0.6)).toBe(1000);
  });

  it('a loss now and then is made good by what others save', () => {
    const gain = new Gain();
    for (let now = 0; now < 800; now++) {
      expect(gain.pays(now)).toBe(true);
      gain.note(1, now % 8 === 0 ? 3 : 0.6, now);
    }
  });
});

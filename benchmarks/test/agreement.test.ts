import { describe, expect, it } from 'vitest';
import { disagreement } from '../src/agreement.js';

describe('disagreement', () => {
  it('is undefined within the tolerance of the larger number', () => {
    expect(disagreement([{ loss: 100.9 }], [{ loss: 100 }], 0.01)).toBeUndefined();
    expect(disagreement([{ loss: 0 }], [{ loss: 0 }], 0)).toBeUndefined();
  });

  it('names what differs, where, and both numbers', () => {
    const [right, wrong] = [
      [{ loss: 1 }, { loss: 2, weights: 3 }],
      [{ loss: 1 }, { loss: 2, weights: -3 }],
    ];
    expect(disagreement(wrong, right, 1e-3)).toBe('at turn 1 weights is -3, expected 3 (tolerance 0.001)');
    expect(disagreement([{ loss: 102 }], [{ loss: 100 }], 0.01)).toBeDefined();
  });

  it('misses no reading', () => {
    expect(disagreement([{ loss: 1 }], [{ loss: 1, weights: 2 }], 1)).toBe('weights is read by one of the two only');
    expect(disagreement([{ loss: 1, weights: 2 }], [{ loss: 1 }], 1)).toBe('weights is read by one of the two only');
    expect(disagreement([{ loss: 1 }], [{ loss: 1 }, { loss: 1 }], 1)).toBe('has 1 readings, expected 2');
  });
});

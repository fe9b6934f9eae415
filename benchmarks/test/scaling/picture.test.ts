import { describe, expect, it } from 'vitest';
import type { ScalingRow } from '../../src/scaling/measure-scaling.js';
import { scalingSvg } from '../../src/scaling/picture.js';

const row = (
  sweep: string,
  size: number,
  system: string,
  medianMs: number,
  more: Partial<ScalingRow> = {},
): ScalingRow => ({
  workload: `${sweep}-${size}`,
  system,
  medianMs,
  minMs: medianMs,
  rounds: 3,
  sweep,
  size,
  threads: 1,
  ...more,
});

/** The y of each dot of a colour. */
function heights(svg: string, colour: string): number[] {
  return [...svg.matchAll(/<circle fill="(\S+)" cx="\S+" cy="(\S+)"/g)].flatMap(([, fill, y]) =>
    fill === colour ? [Number(y)] : [],
  );
}

describe('scalingSvg', () => {
  it('draws a line for each system and count of threads, the dearer the higher', () => {
    const rows = [
      row('batch', 1, 'adjoint-wasm', 0.1),
      row('batch', 4096, 'adjoint-wasm', 100),
      row('batch', 1, 'torch', 1),
      row('batch', 4096, 'torch', 10),
      row('batch', 1, 'adjoint-wasm', 0.2, { threads: 2 }),
    ];
    const svg = scalingSvg(rows, 'a machine');
    expect(svg.match(/<path class="line" stroke="#2762d9"/g)).toHaveLength(3);
    const [cheap, dear] = heights(svg, '#2762d9') as [number, number];
    const [between, alsoBetween] = heights(svg, '#c2570c') as [number, number];
    expect(cheap).toBe(280);
    expect(dear).toBe(0);
    expect(cheap - between).toBeCloseTo(280 / 3, 0);
    expect(alsoBetween).toBeCloseTo(280 / 3, 0);
    expect(svg).toContain('a machine');
  });

  it('draws hit rates from nought to one, and nothing where none was measured', () => {
    const rates = [
      row('structures', 1, 'adjoint-wasm', 9, { planHitRate: 1 }),
      row('structures', 4, 'adjoint-wasm', 9),
    ];
    expect(heights(scalingSvg(rates, ''), '#2762d9')).toEqual([0]);
    expect(scalingSvg([], '')).toContain('nothing was measured');
  });
});

import type { Buffer } from '../buffer.js';

/**
 * `[...batch, m, k] × [...batch, k, n]`, each sum in float64. The order of the loops walks all arrays along their rows.
 */
export function matmul([left, right]: readonly Buffer[], output: Buffer): void {
  const { data: a, shape } = left as Buffer;
  const { data: b } = right as Buffer;
  const m = shape.at(-2) as number;
  const k = shape.at(-1) as number;
  const n = output.shape.at(-1) as number;
  const row = new Float64Array(n);
  const rows = n === 0 ? 0 : output.data.length / n;
  for (let i = 0; i < rows; i++) {
    const batch = Math.floor(i / m);
    row.fill(0);
    for (let p = 0; p < k; p++) {
      const factor = a[i * k + p] as number;
      const start = (batch * k + p) * n;
      for (let j = 0; j < n; j++) row[j] = (row[j] as number) + factor * (b[start + j] as number);
    }
    output.data.set(row, i * n);
  }
}

import { type Buffer, toFloat64 } from '../buffer.js';

/** `[...batch, m, k] × [...batch, k, n]`, each sum in float64; integers wrap around. */
export function matmul([left, right]: readonly Buffer[], output: Buffer): void {
  const { shape, dtype } = left as Buffer;
  const m = shape.at(-2) as number;
  const k = shape.at(-1) as number;
  const n = output.shape.at(-1) as number;
  const a = toFloat64(left as Buffer);
  const b = toFloat64(right as Buffer);
  const accumulate = dtype === 'int32' ? addIntegerProducts : addProducts;
  const row = new Float64Array(n);
  const rows = n === 0 ? 0 : output.data.length / n;
  for (let i = 0; i < rows; i++) {
    row.fill(0);
    accumulate(row, a.subarray(i * k, (i + 1) * k), b, Math.floor(i / m) * k * n);
    output.data.set(row, i * n);
  }
}

/** `row += factors · B`, B being the matrix that starts at `start` in b. Four of its rows at a time: fewer stores. */
function addProducts(row: Float64Array, factors: Float64Array, b: Float64Array, start: number): void {
  const n = row.length;
  const k = factors.length;
  let p = 0;
  for (; p + 4 <= k; p += 4) {
    const factor0 = factors[p] as number;
    const factor1 = factors[p + 1] as number;
    const factor2 = factors[p + 2] as number;
    const factor3 = factors[p + 3] as number;
    const row0 = start + p * n;
    const row1 = row0 + n;
    const row2 = row1 + n;
    const row3 = row2 + n;
    for (let j = 0; j < n; j++) {
      row[j] =
        (row[j] as number) +
        factor0 * (b[row0 + j] as number) +
        factor1 * (b[row1 + j] as number) +
        factor2 * (b[row2 + j] as number) +
        factor3 * (b[row3 + j] as number);
    }
  }
  for (; p < k; p++) {
    const factor = factors[p] as number;
    for (let j = 0; j < n; j++) row[j] = (row[j] as number) + factor * (b[start + p * n + j] as number);
  }
}

/** The same for int32, whose products exceed the 53 bits of a float64; the sum wraps when it is stored. */
function addIntegerProducts(row: Float64Array, factors: Float64Array, b: Float64Array, start: number): void {
  const n = row.length;
  for (let p = 0; p < factors.length; p++) {
    const factor = factors[p] as number;
    for (let j = 0; j < n; j++) row[j] = (row[j] as number) + Math.imul(factor, b[start + p * n + j] as number);
  }
}

/**
 * IEEE 754 binary16 to float32, exactly: a sign, 5 bits of exponent (bias 15), 10 of fraction. Subnormal numbers,
 * infinities and NaN stay what they are.
 */
export function widenHalf(halves: Uint16Array): Float32Array {
  return Float32Array.from(halves, (half) => {
    const exponent = (half >>> 10) & 0x1f;
    const fraction = half & 0x3ff;
    const sign = half & 0x8000 ? -1 : 1;
    if (exponent === 0) return sign * fraction * 2 ** -24;
    if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
    return sign * (0x400 | fraction) * 2 ** (exponent - 25);
  });
}

/** bfloat16 to float32, exactly: it is the upper half of a float32. */
export function widenBfloat16(halves: Uint16Array): Float32Array {
  return new Float32Array(Uint32Array.from(halves, (half) => half << 16).buffer);
}

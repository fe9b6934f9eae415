/** Whether this machine keeps the least significant byte of a number first, as safetensors does. */
export const isLittleEndian: boolean = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/** Reverses the bytes of each element, in place. */
export function swapBytes(bytes: Uint8Array, bytesPerElement: number): void {
  if (bytesPerElement === 1) return;
  for (let start = 0; start < bytes.length; start += bytesPerElement) {
    bytes.subarray(start, start + bytesPerElement).reverse();
  }
}

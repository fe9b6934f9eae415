/** Three significant digits. */
export function formatMs(ms: number): string {
  if (ms >= 100) return ms.toFixed(0);
  return ms.toFixed(Math.min(6, Math.max(0, 2 - Math.floor(Math.log10(ms)))));
}

/** A ratio as a multiple. */
export function formatRatio(ratio: number): string {
  return `${ratio >= 10 ? ratio.toFixed(0) : ratio.toFixed(2)}×`;
}

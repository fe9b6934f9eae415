import type { Breakdown } from './breakdown.js';

/** The whole and its parts, a line each. */
export function renderBreakdown(what: string, { minified, gzipped, parts }: Breakdown): string {
  const width = Math.max(...parts.map(({ name }) => name.length));
  const rows = parts.map((part) =>
    [
      `  ${part.name.padEnd(width)}`,
      showBytes(part.modules).padStart(7),
      showBytes(part.minified).padStart(9),
      showBytes(part.gzipped).padStart(9),
    ].join(' '),
  );
  return [
    `${what}: ${showBytes(minified)} bytes minified, ${showBytes(gzipped)} gzipped`,
    `  ${''.padEnd(width)} modules  minified  gzipped*`,
    ...rows,
    '',
  ].join('\n');
}

/** 12,345 */
export function showBytes(bytes: number): string {
  return bytes.toLocaleString('en');
}

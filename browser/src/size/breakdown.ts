import { gzipSync } from 'node:zlib';
import { attribute } from './attribute.js';
import type { Script } from './bundle.js';

/** What a group of modules contributes to the scripts. */
export interface Part {
  readonly name: string;
  readonly modules: number;
  /** Bytes in the minified scripts. */
  readonly minified: number;
  /** Bytes by which the compressed scripts would shrink without the group. They add up to less than the whole. */
  readonly gzipped: number;
}

export interface Breakdown {
  readonly minified: number;
  readonly gzipped: number;
  /** The largest first. */
  readonly parts: readonly Part[];
}

/** The size of scripts, minified and minified and gzipped, and what the groups of their modules contribute. */
export function breakDown(scripts: readonly Script[], groupOf: (source: string | undefined) => string): Breakdown {
  const cut = scripts.map((script) =>
    attribute(script).map(({ text, source }) => ({ text, source, group: groupOf(source) })),
  );
  const gzippedWithout = (group?: string): number => {
    const rests = cut.map((stretches) => stretches.filter((stretch) => stretch.group !== group));
    return total(rests.map((rest) => gzipSync(rest.map(({ text }) => text).join(''), { level: 9 }).length));
  };
  const gzipped = gzippedWithout();
  const stretches = cut.flat();
  const parts = [...new Set(stretches.map(({ group }) => group))].map((name): Part => {
    const members = stretches.filter(({ group }) => group === name);
    return {
      name,
      modules: new Set(members.map(({ source }) => source)).size,
      minified: total(members.map(({ text }) => Buffer.byteLength(text))),
      gzipped: gzipped - gzippedWithout(name),
    };
  });
  return {
    minified: total(parts.map((part) => part.minified)),
    gzipped,
    parts: parts.sort((a, b) => b.gzipped - a.gzipped),
  };
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}

import { SourceMap } from 'node:module';
import type { Script } from './bundle.js';

/** A stretch of a script, and where it comes from. */
export interface Stretch {
  readonly text: string;
  /** The module, as the source map names it; undefined for what the bundler added. */
  readonly source: string | undefined;
}

/** The names that the bundler exports at the end; the map does not tell them from the last module. */
const exportsAtEnd = /export\{[^{}]*\};?\s*$/;

/** Cuts a script into stretches of one source each, by its source map. Joined, they are the script. */
export function attribute({ code, map }: Script): Stretch[] {
  if (map === undefined) return [{ text: code, source: undefined }];
  const sources = new SourceMap(JSON.parse(map));
  const sourceAt = (row: number, column: number): string | undefined => {
    // What the bundler added has an entry without a source.
    const entry = sources.findEntry(row, column) as { readonly originalSource?: string };
    return entry.originalSource;
  };
  const end = exportsAtEnd.exec(code)?.index ?? code.length;
  const lines = code.slice(0, end).split(/(?<=\n)/);
  const stretches: { text: string; source: string | undefined }[] = [];
  for (const [row, line] of lines.entries()) {
    for (let column = 0; column < line.length; column++) {
      const source = sourceAt(row, column);
      const last = stretches.at(-1);
      if (last !== undefined && last.source === source) last.text += line[column];
      else stretches.push({ text: line[column] as string, source });
    }
  }
  return [...stretches, { text: code.slice(end), source: undefined }];
}

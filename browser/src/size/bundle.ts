import { fileURLToPath } from 'node:url';
import { build } from '../build.js';

/** A script that a page downloads. */
export interface Script {
  readonly code: string;
  /** The source map, as JSON. */
  readonly map: string | undefined;
}

const workspace = fileURLToPath(new URL('../..', import.meta.url));
const entry = 'virtual:namespace';

/**
 * All that a page downloads that keeps a module's exports alive: the minified scripts, workers among them.
 * Whoever uses less downloads less.
 */
export async function bundleModule(source: string): Promise<Script[]> {
  const files = await build({
    root: workspace,
    plugins: [
      {
        name: 'namespace',
        resolveId: (id) => (id === entry ? `\0${entry}` : undefined),
        load: (id) => (id === `\0${entry}` ? source : undefined),
      },
    ],
    build: {
      sourcemap: 'hidden',
      rolldownOptions: { input: entry, preserveEntrySignatures: 'strict' },
    },
  });
  const texts = new Map(files.map(({ path, content }) => [path, Buffer.from(content).toString()]));
  return [...texts]
    .filter(([path]) => !path.endsWith('.map'))
    .map(([path, code]) => ({ code, map: texts.get(`${path}.map`) }));
}

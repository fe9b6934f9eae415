import { createLogger, type InlineConfig, type Rolldown, build as viteBuild } from 'vite';

/** A file that the bundler emitted. */
export interface EmittedFile {
  /** Relative to the root of the site, with slashes. */
  readonly path: string;
  readonly content: string | Uint8Array;
}

/**
 * Builds with Vite, for production. Nothing is written to the disk.
 *
 * @throws Error where Vite warns of something: whoever bundles Adjoint would read that, too
 */
export async function build(config: InlineConfig): Promise<EmittedFile[]> {
  const warnings: string[] = [];
  const warn = (warning: string): void => {
    warnings.push(warning);
  };
  const built = await inProduction(() =>
    viteBuild({
      ...config,
      configFile: false,
      logLevel: 'warn',
      customLogger: { ...createLogger('error'), warn, warnOnce: warn },
      build: { ...config.build, write: false },
    }),
  );
  if (warnings.length > 0) throw new Error(`Vite warns:\n${warnings.join('\n')}`);
  return [built as Rolldown.RolldownOutput].flat().flatMap(({ output }) =>
    output.map((file) => ({
      path: file.fileName,
      content: file.type === 'chunk' ? file.code : file.source,
    })),
  );
}

/** Vite asks this variable, which a test runner sets to something else. */
async function inProduction<T>(action: () => Promise<T>): Promise<T> {
  const { NODE_ENV: before } = process.env;
  process.env['NODE_ENV'] = 'production';
  try {
    return await action();
  } finally {
    if (before === undefined) delete process.env['NODE_ENV'];
    else process.env['NODE_ENV'] = before;
  }
}

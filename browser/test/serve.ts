import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname } from 'node:path';
import type { EmittedFile } from '../src/build.js';

/** Only scripts and connections of the site's own, and of what compiles code only WebAssembly. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  "connect-src 'self'",
  'report-uri /violations',
].join('; ');

const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

const contentTypes: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript' };

export interface Site {
  readonly address: string;
  /** What browsers reported against the content-security policy. */
  readonly violations: readonly string[];
  close(): Promise<void>;
}

/**
 * Serves files from memory under a strict content-security policy.
 *
 * @param isolated whether pages are cross-origin isolated, so that they may share memory between threads
 */
export async function serve(
  files: readonly EmittedFile[],
  { isolated }: { readonly isolated: boolean },
): Promise<Site> {
  const contents = new Map(files.map(({ path, content }) => [`/${path}`, content]));
  const violations: string[] = [];
  const server = createServer(async (request, response) => {
    if (request.url === '/violations') {
      violations.push(Buffer.concat(await request.toArray()).toString());
      response.writeHead(204).end();
      return;
    }
    const path = new URL(request.url as string, 'http://localhost').pathname;
    const content = contents.get(path);
    response.writeHead(content === undefined ? 404 : 200, {
      'Content-Type': contentTypes[extname(path)] ?? 'application/octet-stream',
      'Content-Security-Policy': contentSecurityPolicy,
      'X-Content-Type-Options': 'nosniff',
      ...(isolated ? isolation : {}),
    });
    response.end(content);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    violations,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

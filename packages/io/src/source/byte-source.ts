/**
 * Bytes that can be read at any place: a file, a Blob, an array, or anything of one's own, such as a server that answers
 * requests for ranges.
 */
export interface ByteSource {
  /** How errors call it: a file's path. */
  readonly name: string;
  /** How many bytes there are. */
  readonly size: number;
  /** Reads these bytes into a fresh array, which the caller may keep. Nobody asks for more than there are. */
  read(offset: number, length: number): Promise<Uint8Array>;
}

/** What is read of a browser's `Blob` or `File`, and of Node's. */
export interface BlobLike {
  readonly size: number;
  slice(start: number, end: number): { arrayBuffer(): Promise<ArrayBuffer> };
}

/** Whatever bytes can be read from. */
export type Readable = ByteSource | BlobLike | Uint8Array | ArrayBuffer;

/**
 * Bytes as a source.
 *
 * @param who asks, for the error
 * @throws TypeError where it is no such thing; a path needs `openFile` of `@adjoint/io/node`
 */
export function toSource(who: string, from: Readable): ByteSource {
  if (from instanceof Uint8Array) return arraySource(from);
  if (from instanceof ArrayBuffer) return arraySource(new Uint8Array(from));
  if (typeof from === 'object' && from !== null) {
    if ('read' in from && typeof from.read === 'function') return from;
    if ('slice' in from && typeof from.slice === 'function') return blobSource(from);
  }
  const hint = typeof from === 'string' ? '; to read from a path, use @adjoint/io/node' : '';
  throw new TypeError(
    `${who}: expected a Uint8Array, an ArrayBuffer, a Blob or a ByteSource, got ${typeof from}${hint}`,
  );
}

function arraySource(bytes: Uint8Array): ByteSource {
  return {
    name: `${bytes.length} bytes`,
    size: bytes.length,
    read: async (offset, length) => new Uint8Array(bytes.subarray(offset, offset + length)),
  };
}

function blobSource(blob: BlobLike): ByteSource {
  const { name } = blob as { readonly name?: unknown };
  return {
    name: typeof name === 'string' ? name : `a blob of ${blob.size} bytes`,
    size: blob.size,
    read: async (offset, length) => new Uint8Array(await blob.slice(offset, offset + length).arrayBuffer()),
  };
}

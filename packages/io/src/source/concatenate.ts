/** Pieces of a file, in order: what a writer makes. */
export type Chunks = AsyncIterable<Uint8Array>;

/** All pieces as one array. */
export async function concatenate(chunks: Chunks): Promise<Uint8Array<ArrayBuffer>> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    pieces.push(chunk);
    length += chunk.length;
  }
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const piece of pieces) {
    bytes.set(piece, offset);
    offset += piece.length;
  }
  return bytes;
}

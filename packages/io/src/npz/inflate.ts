import { Inflate } from 'fflate';

/** Compressed bytes that are inflated at a time, all or a part being wanted: they make at most a thousand times as many. */
const steps = { whole: 8192, part: 256 } as const;
/** The first guess at how much there will be. */
const firstGuess = 4;
/** More than any block of DEFLATE data takes until it makes something. */
const longestIdle = 2 ** 17;

/** Compressed bytes, piece by piece: the bytes from `offset` on, `length` of them. */
export type ReadPiece = (offset: number, length: number) => Promise<Uint8Array>;

/**
 * Inflates raw DEFLATE data (RFC 1951) to at most `wanted` bytes. Memory grows with what there really is, not with what a
 * file claims.
 *
 * @param compressed how many compressed bytes there are
 * @param isWhole whether `wanted` is all that there must be: then more is an error, and so is an early end
 * @throws Error where the data is malformed, too long or too short
 */
export async function inflate(
  read: ReadPiece,
  compressed: number,
  wanted: number,
  isWhole: boolean,
): Promise<Uint8Array> {
  let output = new Uint8Array(Math.min(wanted, compressed * firstGuess));
  let length = 0;
  let idle = 0;
  const inflater = new Inflate((piece) => {
    const kept = Math.min(piece.length, wanted - length);
    if (isWhole && kept < piece.length) throw new Error(`it inflates to more than the ${wanted} bytes that it claims`);
    if (length + kept > output.length) {
      const grown = new Uint8Array(Math.min(wanted, Math.max(2 * output.length, length + kept)));
      grown.set(output.subarray(0, length));
      output = grown;
    }
    output.set(piece.subarray(0, kept), length);
    length += kept;
  });
  const step = isWhole ? steps.whole : steps.part;
  for (let offset = 0; offset < compressed && (isWhole || length < wanted); offset += step) {
    const end = Math.min(offset + step, compressed);
    const before = length;
    inflater.push(await read(offset, end - offset), end === compressed);
    // Behind the end of the data, the inflater would only pile up what it is given.
    idle = length > before ? 0 : idle + (end - offset);
    if (idle > longestIdle) throw new Error(`at ${length} bytes of ${wanted} it goes on with what stands for nothing`);
  }
  if (length < wanted) throw new Error(`it inflates to ${length} bytes, not to the ${wanted} that it claims`);
  return output;
}

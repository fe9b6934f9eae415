import type { NativeLibrary } from '../native-library.js';
import { accelerate } from './accelerate.js';
import { blis } from './blis.js';
import { type LibraryKind, usuallyWorthwhile } from './details.js';
import { mkl } from './mkl.js';
import { openblas } from './openblas.js';

/** Any other library with the C interface. How many threads it uses is its own matter. */
const other: LibraryKind = {
  name: 'CBLAS',
  recognises: () => true,
  start: () => ({ packsAbove: Infinity, worthwhile: usuallyWorthwhile }),
};

/** What a library is. */
export function kindOf(library: NativeLibrary): LibraryKind {
  const kinds = [openblas, mkl, blis, accelerate];
  return kinds.find((kind) => kind.recognises(library)) ?? other;
}

import { type LibraryKind, usuallyWorthwhile } from './details.js';

/** Apple's Accelerate framework, part of macOS. */
export const accelerate: LibraryKind = {
  name: 'Accelerate',
  recognises: (library) => /\/Accelerate\.framework\//.test(library.path) || library.has('vDSP_mtrans'),
  start(library) {
    // Since macOS 15; before, VECLIB_MAXIMUM_THREADS does it.
    const singleThreaded = 1;
    if (library.has('BLASSetThreading')) library.function('BLASSetThreading', 'int', ['int'])(singleThreaded);
    return { packsAbove: Infinity, worthwhile: usuallyWorthwhile };
  },
};

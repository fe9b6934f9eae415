import { type LibraryKind, usuallyWorthwhile } from './details.js';

/** BLIS, and AMD's build of it. */
export const blis: LibraryKind = {
  name: 'BLIS',
  recognises: (library) => library.has('bli_info_get_version_str'),
  start(library) {
    const integerBits = library.function('bli_info_get_blas_int_type_size', 'intptr_t', [])();
    if (integerBits !== 32) {
      throw new Error(`it is built with ${integerBits}-bit integers; install the build with 32-bit ones`);
    }
    library.function('bli_thread_set_num_threads', 'void', ['intptr_t'])(1);
    const architecture = library.function('bli_arch_query_id', 'int', [])() as number;
    const core = library.function('bli_arch_string', 'str', ['int'])(architecture) as string;
    // Those are slower than the generated ones.
    if (core === 'generic') {
      throw new Error('it does not know this processor and would use its generic kernels; install a newer one');
    }
    return {
      version: library.function('bli_info_get_version_str', 'str', [])() as string,
      core,
      packsAbove: Infinity,
      worthwhile: usuallyWorthwhile,
    };
  },
};

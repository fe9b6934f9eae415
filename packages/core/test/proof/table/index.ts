import type { Entry } from '../entry.js';
import { binary } from './binary.js';
import { indexing } from './indexing.js';
import { linalg } from './linalg.js';
import { movement } from './movement.js';
import { reduce } from './reduce.js';
import { unary } from './unary.js';

/** The proof matrix. */
export const matrix: readonly Entry[] = [...unary, ...binary, ...reduce, ...movement, ...linalg, ...indexing];

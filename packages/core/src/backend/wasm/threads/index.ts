export { createLaneRunner, type NativeCall } from './lane.js';
export { createPool, type Pool, type PoolOptions } from './pool.js';
export type { Extension } from './start.js';
export { threadCount } from './thread-count.js';
export { canShareMemory, processors } from './worker-platform.js';

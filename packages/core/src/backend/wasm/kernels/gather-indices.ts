import { checkIndices, sizeOf } from '../../../graph/shape.js';
import type { KernelContext } from '../context.js';
import { i32, i32x4, type Local, local, v128 } from '../encoder/index.js';
import type { Location } from '../location.js';
import { advance, countDown } from './reduce-loops.js';

/**
 * Refuses indices outside [0, size), before anything is written: when it runs, it throws a RangeError that names the op,
 * the first such index, its place in the index tensor and the legal range.
 */
export function checkIndexLocation(context: KernelContext, name: string, index: Location, size: number): void {
  const count = sizeOf(index.shape);
  const kernel = context.kernel('indices outside', (module) => {
    module.export('run', { parameters: ['i32', 'i32', 'i32'], results: ['i32'] }, (f, ...parameters) => {
      const [indices, rest, limit] = parameters as readonly [Local, Local, Local];
      const limits = f.local('v128');
      const outside = f.local('v128');
      // Negative indices are large unsigned numbers.
      const note = (loaded: typeof v128.zero): typeof v128.zero =>
        local.set(outside, v128.or(local.get(outside), i32x4.geU(loaded, local.get(limits))));
      return [
        local.set(limits, i32x4.splat(local.get(limit))),
        countDown(rest, 4, [note(v128.load(local.get(indices), { align: 4 })), advance(indices, i32.const(16))]),
        countDown(rest, 1, [note(v128.load32Splat(local.get(indices))), advance(indices, i32.const(4))]),
        v128.anyTrue(local.get(outside)),
      ];
    });
  });
  const { shape } = index;
  const check = (bytes: Uint8Array, [offset]: readonly number[]): void => {
    if (kernel.run(offset as number, count, size) === 0) return;
    checkIndices(name, new Int32Array(bytes.buffer, offset, count), shape, size);
  };
  context.host(check, [index.offset]);
}

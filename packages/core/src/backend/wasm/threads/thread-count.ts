/** More threads seldom gain: memory becomes the limit, and some platforms count each core twice. */
const most = 8;

/**
 * How many threads to use where nobody says: all processors, at most 8; one without shared memory.
 *
 * @param processors how many the platform says there are
 */
export function threadCount(processors: number, canShareMemory: boolean): number {
  return canShareMemory ? Math.min(most, Math.max(1, Math.floor(processors))) : 1;
}

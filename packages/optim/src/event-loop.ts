const patience = 30;

/** What every platform has, though the language's own library does not declare it. */
const { setTimeout } = globalThis as unknown as { setTimeout: (callback: () => void, milliseconds: number) => unknown };

/**
 * A function for long loops to await in each turn: now and then it lets timers, input and rendering have their turn.
 * It goes by the clock, and changes nothing but that.
 */
export function createBreather(): () => Promise<void> {
  let last = Date.now();
  return async () => {
    if (Date.now() - last < patience) return;
    await new Promise<void>((resolve) => setTimeout(resolve, 0));
    last = Date.now();
  };
}

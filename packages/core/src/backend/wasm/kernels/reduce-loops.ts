import { brIf, type Code, i32, ifElse, type Local, local, loop } from '../encoder/index.js';

/** `pointer += bytes`. */
export function advance(pointer: Local, bytes: Code): Code {
  return local.set(pointer, i32.add(local.get(pointer), bytes));
}

/** Runs the body while at least `step` are left of the count, which it uses up. */
export function countDown(count: Local, step: number, body: Code): Code {
  const isLeft = i32.geU(local.get(count), i32.const(step));
  return ifElse(
    isLeft,
    loop((again) => [body, advance(count, i32.const(-step)), brIf(again, isLeft)]),
  );
}

/** Runs the body while the pointer is below its end, moving it by a step each time. */
export function walkTo(end: Local, pointer: Local, bytes: number, body: Code): Code {
  const isInside = i32.ltU(local.get(pointer), local.get(end));
  return ifElse(
    isInside,
    loop((again) => [body, advance(pointer, i32.const(bytes)), brIf(again, isInside)]),
  );
}

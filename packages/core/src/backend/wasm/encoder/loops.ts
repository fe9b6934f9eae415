import type { Code } from './code.js';
import { brIf, ifElse, type Local, local, loop } from './control.js';
import { i32 } from './scalar.js';

/**
 * `for (index = from; index < to; index += step) body`, unsigned. `to` is computed again at each turn: pass a local
 * variable or a constant. The last turn must not carry the index past 2³².
 */
export function forRange(index: Local, from: Code, to: Code, step: number | Code, body: Code): Code {
  const advance = typeof step === 'number' ? i32.const(step) : step;
  const isInside = i32.ltU(local.get(index), to);
  return [
    local.set(index, from),
    ifElse(
      isInside,
      loop((again) => [body, local.set(index, i32.add(local.get(index), advance)), brIf(again, isInside)]),
    ),
  ];
}

/** `while (condition) body`. */
export function whileLoop(condition: Code, body: Code): Code {
  return ifElse(
    condition,
    loop((again) => [body, brIf(again, condition)]),
  );
}

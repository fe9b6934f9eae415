import process from 'node:process';
import { isMainThread } from 'node:worker_threads';
import type { Ffi } from './ffi.js';

/** Environment variables by name. */
export type Environment = Readonly<Record<string, string>>;

/**
 * Calls a function while the process has these environment variables, for native code that reads them as it loads. They
 * are what they were afterwards, so that child processes do not inherit them.
 */
export function withEnvironment<Result>(ffi: Ffi, variables: Environment, body: () => Result): Result {
  // A worker's `process.env` is a copy that native code never sees.
  const { get, set } = isMainThread || process.platform === 'win32' ? throughNode : throughLibc(ffi);
  const before = Object.entries(variables).map(([name, value]) => {
    const current = get(name);
    // It may be there for another worker that loads at this moment; each worker's own copy is from before.
    return [name, current === value ? process.env[name] : current] as const;
  });
  for (const [name, value] of Object.entries(variables)) set(name, value);
  try {
    return body();
  } finally {
    for (const [name, value] of before) set(name, value);
  }
}

interface Access {
  get(name: string): string | undefined;
  /** Sets or removes a variable. */
  set(name: string, value: string | undefined): void;
}

const throughNode: Access = {
  get: (name) => process.env[name],
  set(name, value) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  },
};

function throughLibc(ffi: Ffi): Access {
  const libc = ffi.load(null);
  const getenv = libc.func('getenv', 'str', ['str']);
  const setenv = libc.func('setenv', 'int', ['str', 'str', 'int']);
  const unsetenv = libc.func('unsetenv', 'int', ['str']);
  return {
    get: (name) => (getenv(name) as string | null) ?? undefined,
    set(name, value) {
      if (value === undefined) unsetenv(name);
      else setenv(name, value, 1);
    },
  };
}

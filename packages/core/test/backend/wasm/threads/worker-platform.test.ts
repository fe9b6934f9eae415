import os from 'node:os';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { canShareMemory, processors } from '../../../../src/backend/wasm/threads/index.js';

afterEach(() => {
  vi.unstubAllGlobals();
});

/** Takes Node's `process` away, as in a browser, and puts in what browsers have. */
function inBrowser(globals: Readonly<Record<string, unknown>>): void {
  vi.stubGlobal('process', undefined);
  for (const [name, value] of Object.entries(globals)) vi.stubGlobal(name, value);
}

describe('whether memory can be shared', () => {
  it('in Node', () => {
    expect(canShareMemory()).toBe(true);
  });

  it('in a Node that has no getBuiltinModule', () => {
    vi.stubGlobal('process', { versions: process.versions });
    expect(canShareMemory()).toBe(false);
  });

  it.each([
    { what: 'a page that is isolated', crossOriginIsolated: true, Worker: class {}, right: true },
    { what: 'a page that is not', crossOriginIsolated: false, Worker: class {}, right: false },
    { what: 'a browser that does not say', crossOriginIsolated: undefined, Worker: class {}, right: false },
    { what: 'a place without workers', crossOriginIsolated: true, Worker: undefined, right: false },
  ])('in $what', ({ crossOriginIsolated, Worker, right }) => {
    inBrowser({ crossOriginIsolated, Worker });
    expect(canShareMemory()).toBe(right);
  });

  it('where there is no SharedArrayBuffer', () => {
    vi.stubGlobal('SharedArrayBuffer', undefined);
    expect(canShareMemory()).toBe(false);
  });
});

describe('how many processors there are', () => {
  it('in Node', () => {
    expect(processors()).toBe(os.availableParallelism());
  });

  it('in a browser', () => {
    inBrowser({ navigator: { hardwareConcurrency: 12 } });
    expect(processors()).toBe(12);
  });

  it('where nobody knows', () => {
    inBrowser({ navigator: {} });
    expect(processors()).toBe(1);
  });
});

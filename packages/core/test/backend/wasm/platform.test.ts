import { afterEach, describe, expect, it, vi } from 'vitest';
import { createMemory, type Feature, supports } from '../../../src/backend/wasm/platform.js';

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('supports', () => {
  it('finds SIMD and threads on Node', () => {
    expect(supports('simd')).toBe(true);
    expect(supports('threads')).toBe(true);
  });

  it('finds nothing without WebAssembly, and no threads without shared memory', () => {
    vi.stubGlobal('SharedArrayBuffer', undefined);
    expect(supports('threads')).toBe(false);
    vi.stubGlobal('WebAssembly', undefined);
    for (const feature of ['simd', 'relaxed-simd', 'threads'] satisfies Feature[])
      expect(supports(feature)).toBe(false);
  });

  it('asks the platform whether it validates the feature', () => {
    const validate = vi.fn(() => false);
    vi.stubGlobal('WebAssembly', { validate });
    expect(supports('relaxed-simd')).toBe(false);
    expect(validate).toHaveBeenCalledOnce();
  });
});

describe('createMemory', () => {
  it('makes shared memory where asked', () => {
    expect(createMemory({ initial: 1, maximum: 1, shared: true }).buffer).toBeInstanceOf(SharedArrayBuffer);
    expect(createMemory({ initial: 2, maximum: 4, shared: false }).buffer.byteLength).toBe(2 * 65536);
  });

  it('says what to do without WebAssembly', () => {
    vi.stubGlobal('WebAssembly', undefined);
    expect(() => createMemory({ initial: 1 })).toThrow(/no WebAssembly; use referenceBackend/);
  });
});

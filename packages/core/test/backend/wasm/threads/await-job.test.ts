import { afterEach, describe, expect, it, vi } from 'vitest';
import { createMemory } from '../../../../src/backend/wasm/platform.js';
import { awaitJob, maySleep } from '../../../../src/backend/wasm/threads/await-job.js';
import { createMailbox, type Mailbox } from '../../../../src/backend/wasm/threads/mailbox.js';

const patience = { start: 1000, command: 3000 };

/** A mailbox, and what its worker does while the caller sleeps, at most as long as it asked for. */
function given(work: (mailbox: Mailbox, nap: number) => void): { mailbox: Mailbox; slept: () => number } {
  const mailbox = createMailbox(createMemory({ initial: 1, maximum: 1, shared: true }), 64);
  let naps = 0;
  let slept = 0;
  vi.spyOn(Atomics, 'wait').mockImplementation(((_array: unknown, _index: number, _value: number, timeout: number) => {
    slept += timeout;
    work(mailbox, ++naps);
    return 'timed-out';
  }) as typeof Atomics.wait);
  return { mailbox, slept: () => slept };
}

afterEach(() => {
  vi.restoreAllMocks();
});

describe('waiting for a job', () => {
  it('does not sleep where it is done', () => {
    const { mailbox, slept } = given(() => undefined);
    mailbox.done[0] = 5;
    expect(awaitJob(mailbox, 5, patience, true)).toBeUndefined();
    expect(slept()).toBe(0);
  });

  it('gives up where the worker does not take it', () => {
    const { mailbox, slept } = given(() => undefined);
    mailbox.taken[0] = 4;
    expect(awaitJob(mailbox, 5, patience, true)).toBe('did not take its work within 1 s');
    expect(slept()).toBeGreaterThan(1000);
    expect(slept()).toBeLessThan(1200);
    expect(mailbox.callerSleeps[0]).toBe(0);
  });

  it('gives up where a command does not end, and counts anew after each', () => {
    const { mailbox, slept } = given(({ taken, progress }, nap) => {
      taken[0] = 5;
      if (nap <= 100 && nap % 20 === 0) progress[0] = nap;
    });
    expect(awaitJob(mailbox, 5, patience, true)).toBe('did not end a command within 3 s');
    expect(slept()).toBeGreaterThan(5000 + 3000);
    expect(slept()).toBeLessThan(5000 + 3200);
  });

  it('has no limit as long as commands end', () => {
    const { mailbox, slept } = given(({ taken, progress, done }, nap) => {
      taken[0] = 5;
      progress[0] = nap;
      if (nap === 10_000) done[0] = 5;
    });
    expect(awaitJob(mailbox, 5, patience, true)).toBeUndefined();
    expect(slept()).toBe(500_000);
  });

  it('tells the worker that it sleeps', () => {
    const { mailbox } = given(({ callerSleeps, done }) => {
      expect(callerSleeps[0]).toBe(1);
      done[0] = 5;
    });
    expect(awaitJob(mailbox, 5, patience, true)).toBeUndefined();
    expect(mailbox.callerSleeps[0]).toBe(0);
  });

  it('never sleeps where it may not', () => {
    const { mailbox, slept } = given(() => undefined);
    expect(awaitJob(mailbox, 5, { start: 100, command: 100 }, false)).toMatch(/did not take/);
    expect(slept()).toBe(0);
  });
});

describe('whether the caller may sleep', () => {
  it('is asked of the platform', () => {
    expect(maySleep()).toBe(true);
    vi.spyOn(Atomics, 'wait').mockImplementation(() => {
      throw new TypeError('not here');
    });
    expect(maySleep()).toBe(false);
  });
});

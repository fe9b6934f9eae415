import { describe, expect, it } from 'vitest';
import type { Problem } from '../src/problems.js';
import { UnsupportedError } from '../src/protocol.js';
import { Session } from '../src/session.js';

const problem: Problem = { kind: 'scalar', ops: 2, sets: 2 };

/** A session whose workload notes what it is asked for. */
function noting(): { readonly session: Session; readonly calls: string[] } {
  const calls: string[] = [];
  let last = -1;
  const session = new Session((_, threads) => {
    calls.push(`prepare for ${threads}`);
    return {
      arrange: (first, count) => calls.push(`arrange ${first}+${count}`),
      run: (turn) => {
        calls.push(`run ${turn}`);
        last = turn;
      },
      read: async () => ({ turn: last }),
    };
  });
  return { session, calls };
}

describe('a session', () => {
  it('counts its turns through all requests', async () => {
    const { session, calls } = noting();
    expect(await session.answer({ do: 'prepare', problem, threads: 2 })).toEqual({ ready: true });
    expect(await session.answer({ do: 'check', turns: 2 })).toEqual({ checks: [{ turn: 0 }, { turn: 1 }] });
    const round = await session.answer({ do: 'round', runs: 2 });
    expect(round).toEqual({ ms: expect.any(Number), turn: 4, readings: { turn: 4 } });
    expect(calls).toEqual([
      'prepare for 2',
      'arrange 0+1',
      'run 0',
      'arrange 1+1',
      'run 1',
      // One run outside the clock.
      'arrange 2+1',
      'run 2',
      'arrange 3+2',
      'run 3',
      'run 4',
    ]);
  });

  it('counts the plans of the runs inside the clock', async () => {
    let hits = 0;
    const session = new Session(() => ({
      run: () => void hits++,
      read: () => ({ one: 1 }),
      plans: () => ({ hits, misses: 7 }),
    }));
    await session.answer({ do: 'prepare', problem, threads: 1 });
    expect(await session.answer({ do: 'round', runs: 3 })).toMatchObject({ plans: { hits: 3, misses: 0 } });
  });

  it('waits for runs that take their time', async () => {
    let done = 0;
    const session = new Session(() => ({
      run: () => new Promise((resolve) => setImmediate(() => resolve(void done++))),
      read: () => ({ done }),
    }));
    await session.answer({ do: 'prepare', problem, threads: 1 });
    expect(await session.answer({ do: 'round', runs: 3 })).toMatchObject({ readings: { done: 4 } });
    const memory = await session.answer({ do: 'memory', steps: 4, seconds: 10 });
    expect(memory).toMatchObject({ steps: 4, half: { linear: expect.any(Number), heap: expect.any(Number) } });
  });

  it('tells what it cannot do from what went wrong', async () => {
    const prepare = { do: 'prepare', problem, threads: 1 } as const;
    const unable = new Session(() => {
      throw new UnsupportedError('no scalars');
    });
    expect(await unable.answer(prepare)).toEqual({ unsupported: 'no scalars' });
    expect(await unable.once(problem, 1)).toEqual({ unsupported: 'no scalars' });
    const broken = new Session(async () => {
      throw new TypeError('no engine');
    });
    expect(await broken.answer(prepare)).toEqual({ error: 'no engine' });
    expect(await broken.answer({ do: 'round', runs: 1 })).toEqual({ error: "'round' came before 'prepare'" });
  });

  it('computes a problem once', async () => {
    const { session, calls } = noting();
    expect(await session.once(problem, 1)).toEqual({ checks: [{ turn: 0 }] });
    expect(calls.filter((call) => call.startsWith('run'))).toEqual(['run 0']);
  });
});

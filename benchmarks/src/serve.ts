import { createInterface } from 'node:readline';
import type { Problem } from './problems.js';
import { encode, type Request } from './protocol.js';
import { type Prepare, Session } from './session.js';

/**
 * The process of a system written in JavaScript. With the arguments `--once PROBLEM THREADS` it computes the problem
 * once, prints what came out and ends; otherwise it answers requests until its input ends.
 */
export async function serve(prepare: Prepare, args: readonly string[] = process.argv.slice(2)): Promise<void> {
  const [mode, problem = '', threads = '1'] = args.slice(args.indexOf('--once'));
  if (mode === '--once') {
    const session = new Session(prepare);
    process.stdout.write(encode(await session.once(JSON.parse(problem) as Problem, Number(threads))));
    return;
  }
  // Whatever a library prints must not come between the replies.
  console.log = console.error;
  console.info = console.error;
  const session = new Session(prepare);
  for await (const line of createInterface({ input: process.stdin })) {
    process.stdout.write(encode(await session.answer(JSON.parse(line) as Request)));
  }
  process.exit(0);
}

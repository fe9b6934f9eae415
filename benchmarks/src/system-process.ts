import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { decodeReply, encode, LateError, ProtocolError, type Replies, type Request } from './protocol.js';
import type { System } from './systems/system.js';

export interface ProcessOptions {
  readonly environment: NodeJS.ProcessEnv;
  /** How long a reply may take before the process is killed. */
  readonly timeoutMs: number;
}

/** The processes that run now: none may outlive us. */
const alive = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of alive) child.kill('SIGKILL');
});

/** Where there are no stop signals, systems that wait are trusted not to spin. */
const canPause = process.platform !== 'win32';

/** The process of a system. */
export class SystemProcess {
  readonly #name: string;
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;
  readonly #timeoutMs: number;
  #complaints = '';

  constructor(system: System, { environment, timeoutMs }: ProcessOptions) {
    this.#name = system.name;
    this.#timeoutMs = timeoutMs;
    this.#child = spawn(system.command, system.args, { env: environment, stdio: ['pipe', 'pipe', 'pipe'] });
    alive.add(this.#child);
    this.#child.once('exit', () => alive.delete(this.#child));
    // A process that cannot be started, or that dies while we write to it, is found out where its reply is missing.
    this.#child.on('error', (error) => this.#complain(error.message));
    this.#child.stdin?.on('error', () => {});
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => this.#complain(text));
    this.#lines = createInterface({ input: this.#child.stdout as NodeJS.ReadableStream })[Symbol.asyncIterator]();
  }

  /** Sends a request and waits for its reply. */
  async ask<K extends keyof Replies>(request: Request & { readonly do: K }): Promise<Replies[K]> {
    this.#child.stdin?.write(encode(request));
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        this.stop();
        reject(new LateError(`'${request.do}' took more than ${this.#timeoutMs / 1000} s`));
      }, this.#timeoutMs);
    });
    try {
      const { value, done } = await Promise.race([this.#lines.next(), late]);
      if (done === true) throw new ProtocolError(`${this.#name} ended during '${request.do}'${await this.#reason()}`);
      return decodeReply(request.do, value);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Halts it, threads that spin while they wait for work included, so that they take no core from another system. */
  pause(): void {
    if (canPause) this.#child.kill('SIGSTOP');
  }

  resume(): void {
    if (canPause) this.#child.kill('SIGCONT');
  }

  stop(): void {
    this.#child.kill('SIGKILL');
  }

  #complain(text: string): void {
    this.#complaints = (this.#complaints + text).slice(-2000);
  }

  async #reason(): Promise<string> {
    if (alive.has(this.#child) && this.#child.pid !== undefined) await once(this.#child, 'exit');
    const lines = this.#complaints.trim().split('\n');
    const telling = lines.findLast((line) => /error/i.test(line)) ?? lines.at(-1) ?? '';
    return telling === '' ? '' : `: ${telling.trim()}`;
  }
}

/** Runs a whole process that computes one problem, and measures it from start to exit. */
export async function timeProcess(
  system: System,
  args: readonly string[],
  { environment, timeoutMs }: ProcessOptions,
): Promise<{ readonly ms: number; readonly readings: Replies['check'] }> {
  const start = performance.now();
  const child = spawn(system.command, [...system.args, ...args], {
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: timeoutMs,
  });
  alive.add(child);
  let [output, complaints] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaints += text;
  });
  let ms = Number.NaN;
  child.once('exit', () => {
    ms = performance.now() - start;
    alive.delete(child);
  });
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) {
    throw new ProtocolError(`${system.name} ended with status ${code ?? 'none'}: ${complaints.trim().slice(-500)}`);
  }
  return { ms, readings: decodeReply('check', output) };
}

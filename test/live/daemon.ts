/** Servers of the products: installed if they are not there, started on loopback with a folder of their own, and ended. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Installs Debian's packages whose program is not there; no service is started by it. */
export function install(programs: Readonly<Record<string, string>>): void {
  const missing = Object.entries(programs)
    .filter(([, program]) => !existsSync(program))
    .map(([name]) => name);
  if (missing.length === 0) return;
  const asRoot = process.getuid?.() === 0 ? [] : ['sudo', '--non-interactive'];
  const quietly = ['env', 'DEBIAN_FRONTEND=noninteractive', 'RUNLEVEL=1'];
  for (const command of [['update'], ['install', '--yes', '--no-install-recommends', ...missing]]) {
    const [program = '', ...rest] = [...asRoot, ...quietly, 'apt-get', ...command];
    try {
      execFileSync(program, rest, { stdio: 'ignore' });
    } catch (cause) {
      throw new Error(`${missing.join(', ')}: not there, and not to be installed`, { cause });
    }
  }
}

export async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** A server that runs. */
export interface Daemon {
  stop(): Promise<void>;
}

export function newFolder(): string {
  return mkdtempSync(join(tmpdir(), 'faultline-live-'));
}

/** @param after what else ends with it. */
export function start(
  folder: string,
  command: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  after: () => void = () => {},
): Daemon {
  const [program = '', ...rest] = command;
  const env = { PATH: process.env.PATH ?? '', ...environment };
  // A group of its own: what it starts ends with it.
  const child = spawn(program, rest, { cwd: folder, env, stdio: 'ignore', detached: true });
  const end = () => {
    signal(child, 'SIGKILL');
    after();
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  };
  process.once('exit', end);
  return {
    async stop() {
      if (signal(child, 'SIGTERM') && child.exitCode === null) {
        await Promise.race([once(child, 'exit'), sleep(8000, undefined, { ref: false })]);
      }
      process.off('exit', end);
      end();
    },
  };
}

function signal({ pid }: ChildProcess, name: NodeJS.Signals): boolean {
  try {
    return pid !== undefined && process.kill(-pid, name);
  } catch {
    return false;
  }
}

/** Tries until it works. */
export async function untilReady<T>(attempt: () => Promise<T>, seconds = 60): Promise<T> {
  for (let left = seconds * 5; ; left--) {
    try {
      return await attempt();
    } catch (error) {
      if (left === 0) throw error;
      await sleep(200);
    }
  }
}

/** The built command line as a test sees it: what it says, where, and how it ends. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, onTestFinished } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** The built program. */
export const PROGRAM = join(ROOT, 'dist/bin/faultline.js');

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Surroundings {
  readonly cwd?: string;
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs the command line to its end, in 80 columns and without colours. */
export function faultline(
  args: readonly string[],
  { cwd = ROOT, input, env }: Surroundings = {},
): Ran {
  const { status, stdout, stderr } = spawnSync(process.execPath, [PROGRAM, ...args], {
    cwd,
    encoding: 'utf8',
    env: environment(env),
    maxBuffer: 64 * 1024 * 1024,
    ...(input === undefined ? {} : { input }),
  });
  return { code: status, stdout, stderr };
}

/** Starts the command line and leaves it running. */
export function started(args: readonly string[], cwd: string): ChildProcess {
  return spawn(process.execPath, [PROGRAM, ...args], { cwd, env: environment() });
}

function environment(more: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const { FORCE_COLOR: _, NO_COLOR: __, COLUMNS: ___, ...env } = process.env;
  return { ...env, ...more };
}

/** A folder of its own, gone when the test is over. */
export function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'faultline-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** A folder of its own, gone when all tests of the file are over. */
export function keptFolder(): string {
  const path = mkdtempSync(join(tmpdir(), 'faultline-'));
  afterAll(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** A scenario that is over in no time: a shop that answers in a millisecond. */
export const SHOP = `
name: Shop
run: { duration: 10s, replications: 3 }
clients: { users: { calls: shop.buy, load: 100/s } }
services: { shop: { threads: 4, operations: { buy: [{ work: 1ms }] } } }
strategies:
  one: {}
  two: { services: { shop: { threads: 2 } } }
objectives: [users.p99 < 5ms]
`;

/** Report files: all of them or none, and never half of one. */
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { InputProblem } from '../exit.js';

export interface ReportFile {
  readonly name: string;
  readonly content: string | Uint8Array;
}

/** A file that has been written. */
export interface WrittenFile {
  readonly path: string;
  readonly bytes: number;
}

/**
 * Writes files into a folder, which is made where it is missing: first under other names, so that a
 * reader finds each file as it was or as it is to be.
 */
export function writeFiles(folder: string, files: readonly ReportFile[]): readonly WrittenFile[] {
  const madeFolder = makeFolder(folder);
  const planned = files.map((file) => ({ ...file, path: join(folder, file.name) }));
  const drafts = planned.map(({ name }) => join(folder, `.${name}.${process.pid}.draft`));
  try {
    for (const [index, { content }] of planned.entries()) {
      writeFileSync(drafts[index] as string, content);
    }
    for (const [index, { path }] of planned.entries()) renameSync(drafts[index] as string, path);
  } catch (error) {
    for (const draft of drafts) rmSync(draft, { force: true });
    if (madeFolder !== undefined) rmSync(madeFolder, { recursive: true, force: true });
    throw new InputProblem(`cannot write to ${folder}: ${(error as Error).message}`);
  }
  return planned.map(({ path }) => ({ path, bytes: statSync(path).size }));
}

/**
 * Refuses a folder that cannot be written to, before anything is made for it.
 * @throws InputProblem
 */
export function expectWritable(folder: string): void {
  const [nearest] = onTheWay(folder);
  try {
    if (!statSync(nearest).isDirectory()) throw new Error(`${nearest} is no folder`);
    accessSync(nearest, constants.W_OK);
  } catch (error) {
    throw new InputProblem(`cannot write to ${folder}: ${(error as Error).message}`);
  }
}

/** The outermost folder that had to be made. They are made one by one: asked for all at once, Node never ends below /proc. */
function makeFolder(folder: string): string | undefined {
  const [, missing] = onTheWay(folder);
  try {
    for (const path of missing) mkdirSync(path);
  } catch (error) {
    throw new InputProblem(`cannot make the folder ${folder}: ${(error as Error).message}`);
  }
  return missing[0];
}

/** The innermost folder that is there, and those in it, the outermost first, that are still to be made. */
function onTheWay(folder: string): readonly [nearest: string, missing: readonly string[]] {
  const missing: string[] = [];
  let nearest = resolve(folder);
  while (!existsSync(nearest)) {
    missing.unshift(nearest);
    nearest = dirname(nearest);
  }
  return [nearest, missing];
}

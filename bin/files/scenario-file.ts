/** Scenario files: read whole or not at all, with reasons that a user can act on. */
import { createReadStream, readdirSync, readFileSync, type Stats, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fromText, type Input } from '../../sim/scenario/compile.js';
import { nearest } from '../../sim/scenario/finding.js';
import { InputProblem } from '../exit.js';
import { checkSize, decoded, readAll, Unreadable } from './limits.js';
import { readerBeside } from './neighbours.js';

/** The name that stands for standard input. */
const STANDARD_INPUT = '-';

export async function readScenario(path: string): Promise<Input> {
  try {
    if (path === STANDARD_INPUT) return fromText(await readAll(process.stdin), 'standard input');
    const text = await readText(path);
    return fromText(text, path, readerBeside(path));
  } catch (error) {
    if (error instanceof Unreadable) throw new InputProblem(`${path}: expected ${error.message}`);
    throw error;
  }
}

/** What files made from a scenario are called, without an ending. */
export function stemOf(path: string): string {
  return path === STANDARD_INPUT ? 'scenario' : basename(path).replace(/\.(ya?ml|json)$/i, '');
}

async function readText(path: string): Promise<string> {
  const stats = statsOf(path);
  if (stats.isDirectory()) throw new InputProblem(`${path} is a folder`, suggestion(path, ''));
  if (stats.isFIFO()) return readAll(createReadStream(path));
  if (!stats.isFile()) throw new Unreadable('a file');
  checkSize(stats.size);
  return decoded(readFileSync(path));
}

function statsOf(path: string): Stats {
  try {
    return statSync(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT' && code !== 'ENOTDIR') throw new InputProblem(reason(error));
    throw new InputProblem(`there is no file ${path}`, suggestion(dirname(path), basename(path)));
  }
}

function reason(error: unknown): string {
  return (error as Error).message;
}

/** The scenario in the folder that was probably meant; or those that there are. */
function suggestion(folder: string, name: string): string | undefined {
  const names = scenariosIn(folder);
  const near = nearest(name, names);
  if (near !== undefined) return `Did you mean ${join(folder, near)}?`;
  if (names.length === 0) return undefined;
  const some = names.slice(0, 5).map((each) => join(folder, each));
  return `There: ${some.join(', ')}${names.length > some.length ? ', ...' : ''}`;
}

function scenariosIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).filter((name) => /\.(ya?ml|json)$/i.test(name));
  } catch {
    return [];
  }
}

/** Files that a scenario names: only beside it or below, wherever links may lead. */
import { readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import type { FileReader } from '../../sim/scenario/compile.js';
import { checkSize, decoded, Unreadable } from './limits.js';

/** @param scenario the path of the scenario file. */
export function readerBeside(scenario: string): FileReader {
  const folder = realpathSync(dirname(scenario));
  return (name) => {
    try {
      return { text: readInside(folder, name) };
    } catch (error) {
      return { problem: error instanceof Unreadable ? error.message : 'a file that can be read' };
    }
  };
}

function readInside(folder: string, name: string): string {
  const path = existing(resolve(folder, name));
  if (isAbsolute(name) || path === null || !isInside(folder, path)) {
    throw new Unreadable('a file in the folder of the scenario');
  }
  const stats = statSync(path);
  if (!stats.isFile()) throw new Unreadable('a file in the folder of the scenario');
  checkSize(stats.size);
  return decoded(readFileSync(path));
}

/** The path with every link followed; null when there is nothing. */
function existing(path: string): string | null {
  try {
    return realpathSync(path);
  } catch {
    return null;
  }
}

function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

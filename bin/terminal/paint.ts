/** Colours for standard output and standard error, each by what its own stream can show. */
import chalk, { chalkStderr } from 'chalk';

export const paint = chalk;
export const paintError = chalkStderr;

/** chalk knows FORCE_COLOR but not NO_COLOR (https://no-color.org); an option counts more than both. */
export function honourNoColor(args: readonly string[]): void {
  const { NO_COLOR = '', FORCE_COLOR } = process.env;
  const isPlain = NO_COLOR !== '' && FORCE_COLOR === undefined;
  if (!isPlain && !args.includes('--no-color')) return;
  paint.level = 0;
  paintError.level = 0;
}

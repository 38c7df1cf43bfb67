/** Failures in words: to standard error, with the exit code that says whose fault it was. */
import { CommanderError } from 'commander';
import { VERSION } from '../sim/version.js';
import { Exit, type ExitCode, InputProblem, Interrupted } from './exit.js';
import { paintError as paint } from './terminal/paint.js';

/** @param args the command line, to be repeated in a bug report. */
export function explain(error: unknown, args: readonly string[]): ExitCode {
  // Commander has already said what it had to say.
  if (error instanceof CommanderError) return error.exitCode === 0 ? Exit.ok : Exit.input;
  if (error instanceof Interrupted) return interrupted();
  if (error instanceof InputProblem) return told(error.message, error.hint);
  const { name } = error as Partial<Error>;
  // Known by their names: their modules are not worth loading to find that nothing is wrong.
  if (name === 'ScenarioError') return findings((error as Error).message);
  if (name === 'Diagnosis') return diagnosis(error as Error & { readonly place: string });
  return bug(error, args);
}

function interrupted(): ExitCode {
  write(paint.dim('interrupted: nothing was written'));
  return Exit.interrupted;
}

function told(message: string, hint?: string): ExitCode {
  write(`${paint.red('error:')} ${message}`);
  if (hint !== undefined) write(paint.dim(hint));
  return Exit.input;
}

/** All findings, their places first, the offending piece of each line underlined. */
function findings(text: string): ExitCode {
  const blocks = text.split('\n\n');
  const painted = blocks.map((block) => {
    const [what = '', ...excerpt] = block.split('\n');
    return [paintFinding(what), ...excerpt.map(paintExcerpt)].join('\n');
  });
  const count = blocks.length === 1 ? '1 finding' : `${blocks.length} findings`;
  write(`${painted.join('\n\n')}\n\n${paint.red(count)}`);
  return Exit.input;
}

function paintFinding(line: string): string {
  const [, place = '', rest = line] = /^(\S+:\d+:\d+)( .*)$/s.exec(line) ?? [];
  return paint.bold(place) + rest;
}

function paintExcerpt(line: string): string {
  const [, margin = '', text = line] = /^(\s*\d* \|)(.*)$/s.exec(line) ?? [];
  return paint.dim(margin) + (/^\s*\^+$/.test(text) ? paint.red(text) : text);
}

function diagnosis({ message, place }: Error & { readonly place: string }): ExitCode {
  write(`${paint.red('the model gets nowhere:')} ${message}`);
  const name = paint.bold(place);
  write(`Look at ${name}: more arrives than it can work off, or calls go round in circles.`);
  write(paint.dim('A limit helps: a queue with a capacity, a timeout, fewer retries, less load.'));
  return Exit.input;
}

function bug(error: unknown, args: readonly string[]): ExitCode {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  write(paint.red('This is a bug in faultline, not in your scenario. Please report it with this:'));
  write(`\n  faultline ${args.join(' ')}`);
  write(`  faultline ${VERSION}, node ${process.version}, ${process.platform} ${process.arch}\n`);
  write(text.replace(/^/gm, '  '));
  return Exit.bug;
}

function write(text: string): void {
  process.stderr.write(`${text}\n`);
}

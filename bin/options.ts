/** Options that several commands share, as commander hands them over. */
import { InvalidArgumentError, Option } from 'commander';

export const FORMATS = ['html', 'md', 'csv', 'json', 'svg', 'png'] as const;
export type Format = (typeof FORMATS)[number];

/** What is run otherwise than the file says; texts as they were typed, checked like the file. */
export interface SettingOptions {
  readonly seed?: string;
  readonly replications?: string;
  readonly duration?: string;
  readonly warmup?: string;
}

export interface OutputOptions {
  readonly out?: string;
  readonly format?: readonly Format[];
  readonly json?: true;
  readonly quiet?: true;
}

export interface TraceOptions {
  /** The share of requests that are followed, as it was typed. */
  readonly trace?: string;
}

export interface SimulationOptions extends SettingOptions, OutputOptions {
  readonly workers?: number;
}

export const settingOptions = [
  new Option('--seed <n>', 'another seed, other random numbers'),
  new Option('--replications <n>', 'independent runs of each strategy'),
  new Option('--duration <d>', 'simulated time, such as 30s or 5m'),
  new Option('--warmup <d>', 'simulated time before anything counts'),
];

export const workersOption = new Option(
  '--workers <n>',
  'threads; without, as many as cores, none for what is over in no time',
).argParser(workers);

export const traceOption = new Option(
  '--trace <share>',
  'follow a share of the requests of the first run, such as 1%: a file for Jaeger or Tempo',
);

export const outputOptions = [
  new Option('--out <folder>', 'where files are written'),
  new Option('--format <formats>', `${FORMATS.join(', ')}; several with commas`).argParser(formats),
  new Option('--json', 'the result as JSON on standard output, and nothing else'),
  new Option('-q, --quiet', 'no progress and no tables, only the paths of written files'),
];

function workers(text: string): number {
  const count = Number(text);
  if (/^\d+$/.test(text) && count >= 1 && count <= 512) return count;
  throw new InvalidArgumentError('Expected a whole number from 1 to 512.');
}

function formats(text: string, before: readonly Format[] = []): readonly Format[] {
  const known: readonly string[] = FORMATS;
  const given = text.split(',').map((each) => each.trim());
  const wrong = given.find((each) => !known.includes(each));
  if (wrong === undefined) return [...new Set([...before, ...(given as Format[])])];
  throw new InvalidArgumentError(`"${wrong}" is none of ${FORMATS.join(', ')}.`);
}

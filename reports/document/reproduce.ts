/** Reproduce: what to type to get the same bytes again. */
import type { ExperimentResult } from '../../sim/index.js';
import { significant } from '../numbers/digits.js';
import type { Fact } from './table.js';

/** The command line, or the call in TypeScript for a scenario that has no file. */
export function commandOf(result: ExperimentResult): string {
  const { file, seed, replications, duration, warmup } = result.scenario;
  const settings = { duration: `${duration}s`, warmup: `${warmup}s`, replications, seed };
  if (file === '') return `compare(scenario, { settings: ${inTypeScript(settings)} })`;
  const options = Object.entries(settings).map(([option, value]) => `--${option} ${value}`);
  const command = result.strategies.length > 1 ? 'compare' : 'run';
  const words = [command, quoted(file), ...chosen(result), ...options];
  return `npx faultline@${result.faultline} ${words.join(' ')}`;
}

/** The strategies by name, as the file may have others. */
function chosen({ strategies }: ExperimentResult): readonly string[] {
  const names = strategies.map(({ strategy }) => strategy);
  const [only] = names;
  if (names.length === 1)
    return only === undefined || only === '' ? [] : ['--strategy', quoted(only)];
  // A name with a comma in it cannot be listed: then all of the file's are meant.
  return names.some((each) => each.includes(',')) ? [] : ['--strategies', quoted(names.join(','))];
}

export function factsOf(result: ExperimentResult): readonly Fact[] {
  const events = result.strategies.reduce((sum, strategy) => sum + strategy.events, 0);
  return [
    { label: 'version', text: `faultline ${result.faultline}` },
    { label: 'seed', text: String(result.scenario.seed) },
    { label: 'fingerprint', text: result.fingerprint },
    { label: 'events', text: significant(events) },
  ];
}

/** A word for a shell, whatever is in it. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

function inTypeScript(settings: Readonly<Record<string, string | number>>): string {
  const pairs = Object.entries(settings).map(([key, value]) =>
    typeof value === 'number' ? `${key}: ${value}` : `${key}: '${value}'`,
  );
  return `{ ${pairs.join(', ')} }`;
}

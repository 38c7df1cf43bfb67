/** `faultline list`: everything that a scenario can be made of, documented. */
import { type DescribedCatalogue, describedCatalogues } from '../../sim/catalogues.js';
import { nearest } from '../../sim/scenario/finding.js';
import { Exit, type ExitCode, InputProblem } from '../exit.js';
import { catalogueText, memberText, overviewText } from '../terminal/catalogue.js';
import { terminalWidth } from '../terminal/layout.js';

export interface ListOptions {
  readonly json?: true;
}

export async function list(
  name: string | undefined,
  kind: string | undefined,
  { json }: ListOptions,
): Promise<ExitCode> {
  const all = describedCatalogues();
  const width = terminalWidth();
  if (name === undefined) return print(json, all, () => overviewText(all, width));
  const catalogue = named(all, name, (each) => each.name, 'catalogue');
  if (kind === undefined) return print(json, catalogue, () => catalogueText(catalogue, width));
  const members = membersNamed(catalogue, kind);
  return print(json, members, () => members.map((each) => memberText(each, width)).join('\n'));
}

/** Metrics of different things may have the same name. */
function membersNamed(catalogue: DescribedCatalogue, kind: string) {
  named(catalogue.members, kind, (member) => member.kind, `member of ${catalogue.name}`);
  return catalogue.members.filter((member) => member.kind === kind);
}

function named<T>(
  things: readonly T[],
  name: string,
  nameOf: (thing: T) => string,
  noun: string,
): T {
  const found = things.find((thing) => nameOf(thing) === name);
  if (found !== undefined) return found;
  const names = things.map(nameOf);
  const near = nearest(name, names);
  const hint = near === undefined ? `There: ${names.join(', ')}` : `Did you mean ${near}?`;
  throw new InputProblem(`there is no ${noun} called ${name}`, hint);
}

function print(json: true | undefined, data: unknown, text: () => string): ExitCode {
  process.stdout.write(json === true ? `${JSON.stringify(data, null, 2)}\n` : text());
  return Exit.ok;
}

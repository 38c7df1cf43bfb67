/** `faultline show`: a scenario in full, as a file that can be run again. */
import { toPlain } from '../../sim/catalogue/tree.js';
import { plan } from '../../sim/experiment/experiment.js';
import { strategiesOf, type Variant } from '../../sim/scenario/compile.js';
import { remarksOn } from '../../sim/scenario/orders.js';
import { commentColumn, type PrintedLine, printed } from '../../sim/scenario/print.js';
import { routesOf } from '../../sim/scenario/routes.js';
import { Exit, type ExitCode } from '../exit.js';
import { readScenario } from '../files/scenario-file.js';
import { clipped, terminalWidth } from '../terminal/layout.js';
import { paint } from '../terminal/paint.js';
import { printable } from '../terminal/printable.js';

export interface ShowOptions {
  readonly strategy?: string;
  readonly json?: true;
}

export async function show(file: string, { strategy = '', json }: ShowOptions): Promise<ExitCode> {
  const input = await readScenario(file);
  const all = plan(input, { strategies: [strategy, ...strategiesOf(input)] }).variants;
  const variant = all[0] as Variant;
  if (json === true) {
    process.stdout.write(`${JSON.stringify(toPlain(variant.tree), null, 2)}\n`);
    return Exit.ok;
  }
  const changing = strategy === '' ? all.filter(({ changes }) => changes.length > 0) : [variant];
  const orders = ordersText(variant);
  const parts = [
    comments(introduction(input.name, strategy)),
    yaml(printed(variant.tree)),
    ...(changing.length === 0 ? [] : [comments(changing.flatMap(changesText))]),
    comments(routesText(variant)),
    ...(orders.length === 0 ? [] : [comments(orders)]),
  ];
  process.stdout.write(printable(parts.join('\n')));
  return Exit.ok;
}

function introduction(file: string, strategy: string): readonly string[] {
  const which = strategy === '' ? 'as it stands' : `with strategy ${strategy}`;
  return [`${file}, ${which}: all that is meant, in full words.`];
}

function changesText({ strategy, changes }: Variant): readonly string[] {
  const lines = changes.length === 0 ? ['nothing'] : changes;
  return [`strategy ${strategy} changes`, ...lines.map((line) => `  ${line}`)];
}

/** Which pattern holds on each way; nothing is said where none does. */
function routesText(variant: Variant): readonly string[] {
  const routes = routesOf(variant).map(({ from, to, policies, network, balancing }) => {
    const held = Object.entries({ policies, network, balancing }).filter(
      ([, each]) => each !== null,
    );
    return { way: `${from} -> ${to}`, held: held.map(([name, pattern]) => `${name}: ${pattern}`) };
  });
  const rows = routes.map(({ way, held }) => {
    const told = held.length === 0 ? 'nothing: an ideal network' : held.join(', ');
    return [way, told] as const;
  });
  return ['what holds on each way', ...aligned(rows)];
}

/** What follows from one policy being outside another. */
function ordersText(variant: Variant): readonly string[] {
  const rows = remarksOn(variant).map(
    ({ place, outer, inner, meaning }) => [`${place}: ${outer} outside ${inner}`, meaning] as const,
  );
  return rows.length === 0 ? [] : ['what the order of policies means', ...aligned(rows)];
}

/** Indented lines, what is said of each thing in a column of its own. */
function aligned(rows: readonly (readonly [thing: string, said: string])[]): readonly string[] {
  const width = Math.max(0, ...rows.map(([thing]) => thing.length));
  return rows.map(([thing, said]) => `  ${thing.padEnd(width)}  ${said}`);
}

/** Comments below each other; on a terminal, those that would be broken are cut instead. */
function yaml(lines: readonly PrintedLine[]): string {
  const column = commentColumn(lines);
  const width = process.stdout.isTTY ? terminalWidth() : Number.POSITIVE_INFINITY;
  return lines
    .map(({ lead, key, value, comment }) => {
      const text = lead + paint.cyan(key) + value;
      if (comment === '') return `${text}\n`;
      const length = lead.length + key.length + value.length;
      const gap = ' '.repeat(Math.max(0, column - length) + 2);
      const words = clipped(`# ${comment}`, width - length - gap.length);
      return `${text}${gap}${colourOf(comment)(words)}\n`;
    })
    .join('');
}

function colourOf(comment: string) {
  return comment.startsWith('default') ? paint.dim : paint.yellow;
}

function comments(lines: readonly string[]): string {
  return lines.map((line) => `${paint.dim(`# ${line}`)}\n`).join('');
}

/** Catalogues on the terminal: an overview, one catalogue, one member with an example. */
import { stringify } from 'yaml';
import type { DescribedCatalogue, DescribedMember, DescribedOption } from '../../sim/catalogues.js';
import { hanging, wrapped } from './layout.js';
import { paint } from './paint.js';

/** Names are written in a column of this width. */
const NAMES = 16;

export function overviewText(catalogues: readonly DescribedCatalogue[], width: number): string {
  const column = Math.max(...catalogues.map(({ name }) => name.length)) + 2;
  const blocks = catalogues.map(({ name, summary, members }) => {
    const kinds = [...new Set(members.map(({ kind }) => kind))].join(', ');
    const head = `${paint.bold(name.padEnd(column))}${hanging(summary, column, width)}`;
    const list = wrapped(kinds, width - column).map(
      (line) => `${' '.repeat(column)}${paint.cyan(line)}`,
    );
    return `${[head, ...list].join('\n')}\n`;
  });
  const more = 'faultline list policies, or faultline list policies retry, tells more.';
  return `${blocks.join('\n')}\n${paint.dim(more)}\n`;
}

export function catalogueText(
  { name, summary, members }: DescribedCatalogue,
  width: number,
): string {
  const head = `${paint.bold(name)}\n${wrapped(summary, width).join('\n')}\n`;
  return `${head}\n${members.map((member) => memberHead(member, width) + optionsText(member.options, 2, width)).join('\n')}`;
}

export function memberText(member: DescribedMember, width: number): string {
  const { options, example } = member;
  const parts = [memberHead(member, width)];
  if (options.length > 0) parts.push(`options\n${optionsText(options, 2, width)}`);
  if (example !== undefined) parts.push(`example\n${exampleText(example)}`);
  return parts.join('\n');
}

function memberHead(
  { kind, summary, source, of, unit, better }: DescribedMember,
  width: number,
): string {
  const facts = [
    ...(of === undefined ? [] : [`of ${of}, a ${unit}, ${better} is better`]),
    ...(source === undefined ? [] : [source]),
  ];
  const lines = [
    paint.bold.cyan(kind),
    ...wrapped(summary, width - 2).map((line) => `  ${line}`),
    ...facts.flatMap((fact) => wrapped(fact, width - 2)).map((line) => `  ${paint.dim(line)}`),
  ];
  return `${lines.join('\n')}\n`;
}

function optionsText(options: readonly DescribedOption[], indent: number, width: number): string {
  return options.map((option) => optionText(option, indent, width)).join('');
}

/** The name, what may be written and what holds without, then what it means. */
function optionText(option: DescribedOption, indent: number, width: number): string {
  const { name, doc, expected, source, options = [] } = option;
  const left = ' '.repeat(indent) + paint.cyan(name.padEnd(NAMES));
  const margin = indent + Math.max(NAMES, name.length + 1);
  const from = source === undefined ? '' : ` (${source})`;
  const accepted = options.length > 0 ? '' : `${expected}; `;
  const lines = [
    hanging(doc, margin, width),
    dimmed(accepted + presenceText(option) + from, margin, width),
  ];
  const gap = ' '.repeat(margin - indent - Math.max(NAMES, name.length));
  const text = lines.join(`\n${' '.repeat(margin)}`);
  return `${left}${gap}${text}\n${optionsText(options, indent + 2, width)}`;
}

function dimmed(text: string, margin: number, width: number): string {
  return hanging(text, margin, width)
    .split('\n')
    .map((line) => line.replace(/\S.*/, (words) => paint.dim(words)))
    .join('\n');
}

function presenceText({ presence, default: fallback, shorthand }: DescribedOption): string {
  const bare = shorthand === true ? 'a bare value means this; ' : '';
  if (presence === 'defaulted') return `${bare}default: ${flow(fallback)}`;
  return bare + (presence === 'required' ? 'required' : 'may be left out');
}

function flow(value: unknown): string {
  return stringify(value, { collectionStyle: 'flow', lineWidth: 0 }).trimEnd();
}

function exampleText(example: unknown): string {
  const text = stringify(example, { lineWidth: 0 });
  return text
    .replace(/^(?=.)/gm, '  ')
    .replace(/^( *(?:- )?)([^\s:][^:\n]*:)/gm, (_, lead, key) => lead + paint.cyan(key));
}

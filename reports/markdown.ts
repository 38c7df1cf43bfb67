/** Markdown: the same document for pull requests and job summaries, short enough for both. */
import type { Block, Changes, Document, Section } from './document/document.js';
import { type Phrase, plain } from './document/phrase.js';
import type { Score } from './document/scores.js';
import type { Cell, Table } from './document/table.js';
import type { Figure } from './figures/figure.js';

/** Longer tables are thinned: a comment on a pull request holds 65,536 characters. */
const ROWS = 24;

/** Where a picture of a figure is, or null for none. */
export type PictureOf = (figure: string) => string | null;

export function markdownOf(document: Document, pictureOf: PictureOf): string {
  const { title, question, facts, sections } = document;
  const blocks = [
    `# ${escaped(title)}`,
    ...(question === '' ? [] : [`*${escaped(question)}*`]),
    escaped(facts.join(' · ')),
    ...sections.flatMap((section) => sectionOf(section, pictureOf)),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function sectionOf({ title, blocks }: Section, pictureOf: PictureOf): readonly string[] {
  return [`## ${escaped(title)}`, ...blocks.flatMap((block) => blockOf(block, pictureOf))];
}

function blockOf(block: Block, pictureOf: PictureOf): readonly string[] {
  switch (block.kind) {
    case 'lead':
      return [inline(block.sentence)];
    case 'sentences':
      return [block.sentences.map((sentence) => `- ${inline(sentence)}`).join('\n')];
    case 'scores':
      return [tableOf(scoreTable(block.scores))];
    case 'note':
      return [inline(block.text)];
    case 'table':
      return [`### ${inline(block.table.title)}`, tableOf(block.table)];
    case 'figures':
      return block.figures.flatMap((figure) => figureOf(figure, pictureOf));
    case 'changes':
      return ['### What each strategy changes', block.changes.map(changesOf).join('\n')];
    case 'command':
      return [fenced(block.text)];
    case 'facts':
      return [block.facts.map(({ label, text }) => `- ${label}: ${code(text)}`).join('\n')];
  }
}

function scoreTable(scores: readonly Score[]): Table {
  const facts = scores[0]?.facts ?? [];
  const column = (label: string) => ({ label: [label], align: 'left' as const });
  return {
    name: 'scores',
    title: [],
    columns: [column('strategy'), column('objectives'), ...facts.map(({ label }) => column(label))],
    rows: scores.map(({ strategy, baseline, verdict, facts: own }) => [
      { text: baseline ? [{ name: strategy }, ' (baseline)'] : [{ name: strategy }] },
      { text: [verdict] },
      ...own.map(({ text }) => ({ text: [text] })),
    ]),
  };
}

function figureOf(figure: Figure, pictureOf: PictureOf): readonly string[] {
  const { name, title, caption, words, table } = figure;
  const picture = pictureOf(name);
  const details = [
    '<details><summary>In words and numbers</summary>',
    words.map((phrase) => `- ${inline(phrase)}`).join('\n'),
    tableOf(table),
    '</details>',
  ];
  return [
    `### ${inline(title)}`,
    escaped(caption),
    ...(picture === null ? [] : [`![${escaped(plain(title))}](<${picture}>)`]),
    ...details,
  ];
}

function tableOf({ columns, rows }: Table): string {
  const every = Math.ceil(rows.length / ROWS);
  const shown = rows.filter((_, index) => index % every === 0);
  const lines = [
    columns.map(
      ({ label, remark }) => inline(label) + (remark === undefined ? '' : ` (${remark})`),
    ),
    columns.map(({ align }) => (align === 'right' ? '---:' : ':---')),
    ...shown.map((row) => row.map(cellOf)),
  ];
  const table = lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
  if (every === 1) return table;
  return `${table}\n\nOne in ${every} of ${rows.length} rows.`;
}

function cellOf({ text, remark }: Cell): string {
  return remark === undefined ? inline(text) : `${inline(text)}<br>${escaped(remark.text)}`;
}

function changesOf({ strategy, lines }: Changes): string {
  if (lines.length === 0) return `- ${code(strategy)}: nothing`;
  return [`- ${code(strategy)}`, ...lines.map((line) => `  - ${code(line)}`)].join('\n');
}

function inline(phrase: Phrase): string {
  return phrase
    .map((part) => (typeof part === 'string' ? escaped(part) : code(part.name)))
    .join('');
}

/** Text that means nothing to Markdown. */
function escaped(text: string): string {
  return oneLine(text).replace(/[\\`*_[\]<>|~&#]/g, '\\$&');
}

/** A name as code: nothing in it is markup, a link or a mention. */
function code(text: string): string {
  const line = oneLine(text);
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  // Code that begins or ends with a backtick needs a space between it and its fence.
  const room = line === '' || /^`|`$/.test(line) ? ' ' : '';
  return `${fence}${room}${line.replaceAll('|', '\\|')}${room}${fence}`;
}

function fenced(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}sh\n${text}\n${fence}`;
}

function oneLine(text: string): string {
  return text.replace(/[\r\n\t]+/g, ' ');
}

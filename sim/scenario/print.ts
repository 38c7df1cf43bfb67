/**
 * A scenario's tree as YAML that can be read again, line by line, with a comment on everything that the
 * author has not written: what a default means and where it comes from, what a strategy has put in.
 */
import { stringify } from 'yaml';
import { type Entry, type Node, toPlain, type Words } from '../catalogue/tree.js';

/** One line, in parts that can be coloured apart. */
export interface PrintedLine {
  /** Indentation and dashes. */
  readonly lead: string;
  /** With its colon; empty for an item of a list. */
  readonly key: string;
  readonly value: string;
  /** Without its sign; empty for none. */
  readonly comment: string;
}

/** Longer values go on lines of their own. */
const WIDTH = 76;

export function printed(tree: Node): readonly PrintedLine[] {
  const printer = new Printer();
  printer.map(entriesOf(tree), '', '', null);
  return printer.lines;
}

/** The lines as text, their comments one below the other. */
export function textOf(lines: readonly PrintedLine[]): string {
  const column = commentColumn(lines);
  return lines
    .map((line) => {
      const text = line.lead + line.key + line.value;
      return line.comment === '' ? text : `${text.padEnd(column)}  # ${line.comment}`;
    })
    .map((line) => `${line}\n`)
    .join('');
}

/** Where comments begin: behind the longest line that has one, unless that is far out. */
export function commentColumn(lines: readonly PrintedLine[]): number {
  const lengths = lines
    .filter(({ comment }) => comment !== '')
    .map(({ lead, key, value }) => lead.length + key.length + value.length);
  return Math.min(44, Math.max(0, ...lengths));
}

class Printer {
  readonly lines: PrintedLine[] = [];

  /**
   * @param first what stands before the first line: the dash of an item, or nothing but indentation.
   * @param inherited words of the default that all of this belongs to.
   */
  map(entries: readonly Entry[], first: string, indent: string, inherited: Words | null): void {
    for (const [index, entry] of entries.entries()) {
      this.entry(entry, index === 0 ? first : indent, indent, inherited);
    }
  }

  private entry(entry: Entry, lead: string, indent: string, inherited: Words | null): void {
    const { node, by } = entry;
    const words = entry.filled ?? inherited;
    const key = `${flow(entry.key)}:`;
    const room = WIDTH - lead.length - key.length;
    if (fits(node, room)) {
      const isDefault = node.origin === 'default' && words !== null;
      const comment = by === undefined ? (isDefault ? because(words) : '') : `from ${by}`;
      this.lines.push({ lead, key, value: ` ${flow(toPlain(node))}`, comment });
      return;
    }
    this.lines.push({ lead, key, value: '', comment: by === undefined ? '' : `from ${by}` });
    this.block(node, `${indent}  `, words);
  }

  private block(node: Node, indent: string, words: Words | null): void {
    if (node.type === 'map') this.map(node.entries, indent, indent, words);
    else if (node.type === 'list') for (const item of node.items) this.item(item, indent, words);
  }

  private item(item: Node, indent: string, words: Words | null): void {
    const lead = `${indent}- `;
    if (item.type === 'map' && item.entries.length > 0) {
      this.map(item.entries, lead, `${indent}  `, words);
    } else {
      this.lines.push({ lead, key: '', value: flow(toPlain(item)), comment: '' });
    }
  }
}

function entriesOf(tree: Node): readonly Entry[] {
  return tree.type === 'map' ? tree.entries : [];
}

/** Where a default comes from, or else what it means, as far as the first sentence. */
function because({ doc, source }: Words): string {
  return `default: ${source ?? doc.replace(/(?<!\.)\.(\s+[^a-z].*)?$/s, '')}`;
}

/** Whether a value can stand behind its key: short enough, and without a comment inside. */
function fits(node: Node, room: number): boolean {
  if (node.type === 'scalar' || isEmpty(node)) return true;
  return !wantsLines(node) && flow(toPlain(node)).length < room;
}

function isEmpty(node: Node): boolean {
  return (
    (node.type === 'map' ? node.entries : node.type === 'list' ? node.items : [0]).length === 0
  );
}

/** Whether there is something inside to comment on, or a list of maps, which reads better in lines. */
function wantsLines(node: Node): boolean {
  if (node.type === 'list')
    return node.items.some((each) => each.type === 'map' || wantsLines(each));
  if (node.type === 'scalar') return false;
  return node.entries.some(
    ({ filled, by, node: inner }) => filled !== undefined || by !== undefined || wantsLines(inner),
  );
}

/** A value on one line. */
function flow(value: unknown): string {
  const hasLines = JSON.stringify(value).includes('\\n');
  return stringify(value, {
    collectionStyle: 'flow',
    lineWidth: 0,
    defaultStringType: hasLines ? 'QUOTE_DOUBLE' : 'PLAIN',
    doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER,
  }).trimEnd();
}

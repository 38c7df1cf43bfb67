/** Findings: what is wrong with a scenario, where, and what would be right. */
import { closest, distance } from 'fastest-levenshtein';
import type { Node, Path, Span } from '../catalogue/tree.js';

export interface Finding {
  /** Where in the scenario, such as `services.payment.threads`. */
  readonly path: Path;
  /** Where in the text; null when there is none. */
  readonly span: Span | null;
  /** What would be right there. */
  readonly expected: string;
  /** What is there instead. */
  readonly got: string;
  /** The nearest name that would be right. */
  readonly meant?: string;
  /** The strategy with which it is wrong, when the scenario is right as it stands. */
  readonly strategy?: string;
}

/** A scenario that cannot be run, with everything that is wrong with it. */
export class ScenarioError extends Error {
  override readonly name = 'ScenarioError';

  constructor(
    readonly findings: readonly Finding[],
    readonly source: Source,
  ) {
    super(report(findings, source));
  }
}

/** A text and what it is called in messages. */
export interface Source {
  readonly name: string;
  /** Null for a scenario that was built in TypeScript. */
  readonly text: string | null;
}

/** The known name that was probably meant; undefined when none is near. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const best = closest(name, known as string[]);
  return distance(name.toLowerCase(), best.toLowerCase()) <= Math.ceil(name.length / 3)
    ? best
    : undefined;
}

/** The nearest name as a part of a finding. */
export function meant(name: string, known: readonly string[]): Pick<Finding, 'meant'> {
  const near = nearest(name, known);
  return near === undefined ? {} : { meant: near };
}

/** Where a text stands, for findings. */
export type Place = Pick<Finding, 'path' | 'span'>;

/** A name that nothing has, with the nearest one that something has. @param none what is told where nothing has a name. */
export function unknownName(
  place: Place,
  name: string,
  known: readonly string[],
  none: string,
): Finding {
  const expected = known.length === 0 ? none : `one of ${known.join(', ')}`;
  return { ...place, expected, got: shown(name), ...meant(name, known) };
}

/** How a name or another plain value looks in a message: short, on one line. */
export function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  return shortened(typeof value === 'string' ? `"${value}"` : JSON.stringify(value));
}

/** How what somebody wrote looks in a message. */
export function shownNode(node: Node): string {
  return node.type === 'scalar' ? shown(node.value) : shortened(inOneLine(node));
}

function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length > 60 ? `${line.slice(0, 57)}...` : line;
}

/** A value as a person would write it on one line, shorthand and all. */
export function inOneLine(node: Node): string {
  if (node.type === 'scalar') return String(node.value);
  if (node.type === 'list') return `[${node.items.map(inOneLine).join(', ')}]`;
  const [first] = node.entries;
  if (first === undefined) return '{}';
  const isBare = node.entries.length === 1 && first.implied === true;
  if (isBare && !isEmpty(first.node)) return inOneLine(first.node);
  // A member without options is its name, as it may be written.
  const pairs = node.entries.map(({ key, node: inner }) =>
    isEmpty(inner) ? key : `${key}: ${inOneLine(inner)}`,
  );
  return pairs.length === 1 ? (pairs[0] as string) : `{ ${pairs.join(', ')} }`;
}

function isEmpty(node: Node): boolean {
  return node.type === 'map' && node.entries.length === 0;
}

/** All findings as text, in the order of their places. */
export function report(findings: readonly Finding[], source: Source): string {
  const inOrder = [...findings].sort(
    (a, b) =>
      (a.span?.start ?? 0) - (b.span?.start ?? 0) ||
      compare(dotted(a.path), dotted(b.path)) ||
      compare(a.strategy ?? '', b.strategy ?? ''),
  );
  const unique = inOrder.filter(
    (finding, index) => index === 0 || !same(finding, inOrder[index - 1] as Finding),
  );
  return unique.map((finding) => described(finding, source)).join('\n\n');
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Whether two say the same, of the same strategy. */
export function same(a: Finding, b: Finding): boolean {
  return (
    a.strategy === b.strategy &&
    a.span?.start === b.span?.start &&
    a.expected === b.expected &&
    a.got === b.got &&
    (a.span !== null || dotted(a.path) === dotted(b.path))
  );
}

function described(finding: Finding, source: Source): string {
  const { path, span, expected, got, meant, strategy } = finding;
  const place = dotted(path);
  const hint = meant === undefined ? '' : ` Did you mean "${meant}"?`;
  const where = strategy === undefined ? '' : `with the strategy ${strategy}, `;
  const what = `${place === '' ? '' : `${place}: `}${where}expected ${expected}, got ${got}.${hint}`;
  if (span === null || source.text === null) return `${source.name} ${what}`;
  const { line, column } = position(source.text, span.start);
  return `${source.name}:${line}:${column} ${what}\n${excerpt(source.text, span, line, column)}`;
}

/** `services.payment.operations.charge[0].work` */
export function dotted(path: Path): string {
  let text = '';
  for (const step of path) {
    if (typeof step === 'number') text += `[${step}]`;
    else text += text === '' ? step : `.${step}`;
  }
  return text;
}

/** Line and column, from 1, of an offset. */
export function position(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  const line = before.split('\n').length;
  return { line, column: offset - before.lastIndexOf('\n') };
}

const LINE_LIMIT = 100;

/** The offending line with what is meant underlined. */
function excerpt(text: string, span: Span, line: number, column: number): string {
  const start = span.start - (column - 1);
  const end = text.indexOf('\n', span.start);
  const whole = text.slice(start, end === -1 ? text.length : end).replace(/\r$/, '');
  // A long line is shown around the place.
  const skipped = column > LINE_LIMIT - 20 ? column - 21 : 0;
  const shownLine = whole.slice(skipped, skipped + LINE_LIMIT);
  const width = Math.max(1, Math.min(span.end, start + whole.length) - span.start);
  const margin = String(line).length;
  const carets = '^'.repeat(Math.max(1, Math.min(width, LINE_LIMIT - (column - 1 - skipped))));
  const indent = shownLine.slice(0, column - 1 - skipped).replace(/[^\t]/g, ' ');
  return `  ${line} | ${shownLine}\n  ${' '.repeat(margin)} | ${indent}${carets}`;
}

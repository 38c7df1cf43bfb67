/** Phase 5: the completed tree against its schema: findings, or the scenario as the model reads it. */
import * as v from 'valibot';
import {
  keySpanAt,
  type Node,
  nodeAt,
  type Path,
  toPlain,
  writtenPath,
} from '../catalogue/tree.js';
import { type Finding, meant, shown, shownNode } from './finding.js';

export interface Checked<Out> {
  readonly value: Out | null;
  readonly findings: readonly Finding[];
}

export function check<Out>(schema: v.GenericSchema<never, Out>, tree: Node): Checked<Out> {
  const result = v.safeParse(schema as v.GenericSchema<unknown, Out>, toPlain(tree));
  if (result.success) return { value: result.output, findings: [] };
  return { value: null, findings: result.issues.flatMap((issue) => toFindings(issue, tree)) };
}

type Issue = v.BaseIssue<unknown>;

function toFindings(issue: Issue, tree: Node): readonly Finding[] {
  const path: Path = (issue.path ?? []).map((item) => item.key as string | number);
  const last = issue.path?.at(-1);
  if (lacksKey(issue) && isObject(last?.input)) {
    const owner = path.slice(0, -1);
    return [
      {
        path: writtenPath(tree, owner),
        span: keySpanAt(tree, owner) ?? nodeAt(tree, owner).span,
        expected: issue.message,
        got: keysOf(nodeAt(tree, owner)),
      },
    ];
  }
  const known = choicesIn(issue.message);
  if (last !== undefined && 'origin' in last && last.origin === 'key') {
    const owner = path.slice(0, -1);
    return unknownKeys(issue, nodeAt(tree, owner), known).map((key) => ({
      path: writtenPath(tree, [...owner, key]),
      span: keySpanAt(tree, [...owner, key]),
      expected: expectedOf(issue),
      got: shown(key),
      ...meantBy(key, known),
    }));
  }
  const node = nodeAt(tree, path);
  return [
    {
      path: writtenPath(tree, path),
      span: node.span,
      expected: expectedOf(issue),
      got: shownNode(node),
      ...meantBy(node.type === 'scalar' ? String(node.value) : '', known),
    },
  ];
}

/** The keys that have no business in a map. Of those in a group valibot tells the first. */
function unknownKeys(issue: Issue, owner: Node, known: readonly string[]): readonly string[] {
  if (issue.type !== 'strict_object' || owner.type !== 'map') {
    return [String(issue.path?.at(-1)?.key)];
  }
  return owner.entries.map(({ key }) => key).filter((key) => !known.includes(key));
}

function lacksKey({ type, received }: Issue): boolean {
  return (type === 'strict_object' || type === 'loose_object') && received === 'undefined';
}

/** A name that is known is not misspelt. */
function meantBy(name: string, known: readonly string[]): Pick<Finding, 'meant'> {
  return name === '' || known.includes(name) ? {} : meant(name, known);
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

/** The keys that the author wrote. */
function keysOf(node: Node): string {
  if (node.type !== 'map') return shownNode(node);
  const keys = node.entries
    .filter((entry) => entry.node.origin === 'written')
    .map(({ key }) => key);
  return keys.length === 0 ? 'an empty map' : `only ${keys.join(', ')}`;
}

/** What our own readers expect is their message; valibot's own types are put into words. */
function expectedOf(issue: Issue): string {
  if (issue.type === 'record') return 'a map of names';
  if (issue.type === 'array') return 'a list';
  return issue.message;
}

/** The words of `one of a, b, c` and `one policy: a, b, c`. */
function choicesIn(expected: string): readonly string[] {
  const list = /^one (?:of|[\w -]+:) (.+)$/.exec(expected)?.[1];
  return list === undefined ? [] : list.split(', ');
}

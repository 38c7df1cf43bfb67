/** Phase 1: text to tree. YAML (and so JSON), one document, nothing executed, sizes bounded. */
import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Pair,
  parseDocument,
  type Node as YamlNode,
} from 'yaml';
import {
  type Entry,
  listNode,
  mapNode,
  type Node,
  type Path,
  type Scalar,
  type Span,
  scalarNode,
} from '../catalogue/tree.js';
import { type Finding, shown, shownNode } from './finding.js';

/** The largest file that is read, in bytes. */
export const FILE_LIMIT = 10 * 1024 * 1024;
/** The most nodes a file may have, its aliases followed: an alias bomb is defused here. */
const NODE_LIMIT = 500_000;
const DEPTH_LIMIT = 100;
/** Keys that mean something to JavaScript objects. */
const FORBIDDEN = ['__proto__', 'constructor', 'prototype'];

/** Stands for the entries of another map, which own entries override (YAML 1.1, merge key). */
const MERGE = '<<';

export interface Parsed {
  /** Null when there is nothing to go on with. */
  readonly tree: Node | null;
  readonly findings: readonly Finding[];
}

export function parse(text: string): Parsed {
  const document = parseDocument(text, {
    prettyErrors: false,
    uniqueKeys: false,
    // Less would keep quiet about a second document.
    logLevel: 'error',
  });
  const problems = [...document.errors, ...document.warnings].map(
    ({ code, pos: [start, end], message }): Finding => ({
      path: [],
      span: { start, end: Math.max(end, start + 1) },
      ...(code === 'MULTIPLE_DOCS'
        ? { expected: 'one scenario in a file', got: 'a second document' }
        : { expected: 'YAML', got: message.replace(/\.?\s*$/, '').split('\n')[0] ?? '' }),
    }),
  );
  if (problems.length > 0) return { tree: null, findings: problems };
  const reader = new TreeReader(document);
  const tree = document.contents === null ? null : reader.read(document.contents as YamlNode, []);
  if (tree === null && reader.findings.length === 0) {
    const nothing = { path: [], span: { start: 0, end: 1 }, got: 'an empty file' };
    return {
      tree: null,
      findings: [{ ...nothing, expected: 'a scenario: a map with clients and services' }],
    };
  }
  return { tree: reader.exhausted ? null : tree, findings: reader.findings };
}

class TreeReader {
  readonly findings: Finding[] = [];
  exhausted = false;
  private nodes = 0;

  constructor(private readonly document: Document) {}

  read(node: YamlNode | null, path: Path): Node {
    const span = spanOf(node);
    if (this.isTooMuch(path, span)) return this.leaf(null, span);
    if (node === null) return this.leaf(null, span);
    if (isAlias(node)) return this.follow(node, path, span);
    if (isMap(node)) return this.readMap(node.items as Pair[], path, span);
    if (isSeq(node)) {
      const items = node.items.map((item, index) => this.read(item as YamlNode, [...path, index]));
      return listNode(items, { span, origin: 'written' });
    }
    return this.leaf(isScalar(node) ? plainScalar(node.value) : null, span);
  }

  /** What an alias stands for, at the alias's own place. */
  private follow(alias: Alias, path: Path, span: Span | null): Node {
    const target = alias.resolve(this.document);
    if (target === undefined) {
      const expected = 'the name of an anchor further up';
      this.findings.push({ path, span, expected, got: `*${alias.source}` });
      return this.leaf(null, span);
    }
    return { ...this.read(target, path), span };
  }

  private readMap(pairs: readonly Pair[], path: Path, span: Span | null): Node {
    const entries: Entry[] = [];
    const merged: Entry[] = [];
    for (const { key, value } of pairs) {
      if (isScalar(key) && key.value === MERGE) {
        merged.push(...this.readMerge(value as YamlNode | null, [...path, MERGE]));
        continue;
      }
      const name = isScalar(key) ? String(key.value) : '';
      const keySpan = spanOf(key as YamlNode);
      const expected = this.wrongKey(name, entries);
      if (expected !== undefined) {
        this.findings.push({ path: [...path, name], span: keySpan, expected, got: shown(name) });
        continue;
      }
      entries.push({
        key: name,
        keySpan,
        node: this.read(value as YamlNode | null, [...path, name]),
      });
    }
    for (const entry of merged) {
      if (!entries.some(({ key }) => key === entry.key)) entries.push(entry);
    }
    return mapNode(entries, { span, origin: 'written' });
  }

  /** The entries of a map, or of several, of which the first one with a key has it. */
  private readMerge(value: YamlNode | null, path: Path): readonly Entry[] {
    const known = this.findings.length;
    const node = this.read(value, path);
    if (this.findings.length > known) return [];
    const all = node.type === 'list' ? node.items : [node];
    if (all.every((each) => each.type === 'map')) return all.flatMap(({ entries }) => entries);
    const expected = 'a map to take over, such as *name, or a list of them';
    this.findings.push({ path, span: spanOf(value), expected, got: shownNode(node) });
    return [];
  }

  private wrongKey(name: string, entries: readonly Entry[]): string | undefined {
    if (name === '') return 'a name as the key';
    if (FORBIDDEN.includes(name)) return 'a name that is not reserved';
    return entries.some((entry) => entry.key === name) ? 'each key once' : undefined;
  }

  private leaf(value: Scalar, span: Span | null): Node {
    return scalarNode(value, { span, origin: 'written' });
  }

  private isTooMuch(path: Path, span: Span | null): boolean {
    if (this.exhausted) return true;
    if (++this.nodes <= NODE_LIMIT && path.length <= DEPTH_LIMIT) return false;
    this.exhausted = true;
    const got = path.length > DEPTH_LIMIT ? 'more levels' : 'more, its aliases followed';
    const expected = `at most ${NODE_LIMIT.toLocaleString('en')} values, ${DEPTH_LIMIT} levels deep`;
    this.findings.push({ path: [], span, expected, got });
    return true;
  }
}

function spanOf(node: YamlNode | null): Span | null {
  const range = node?.range;
  return range === undefined || range === null ? null : { start: range[0], end: range[1] };
}

/** Big integers and dates are not for scenarios: they come as text. */
function plainScalar(value: unknown): Scalar {
  if (value === null || ['string', 'number', 'boolean'].includes(typeof value))
    return value as Scalar;
  return String(value);
}

/**
 * From a text to what can be run, in named phases, each with all its findings:
 *
 *   parse -> expand -> overlay -> complete -> check -> link          (-> assemble, per run)
 */
import {
  child,
  fromPlain,
  listNode,
  type MapNode,
  mapNode,
  type Node,
  nodeAt,
  type Path,
  type Span,
  scalarNode,
  writtenPath,
} from '../catalogue/tree.js';
import { check } from './check.js';
import { type Finding, ScenarioError, type Source, same, shown, shownNode } from './finding.js';
import { checkNames, type Linked, link } from './link.js';
import { changesOf, overlay } from './overlay.js';
import { parse } from './parse.js';
import { scenario, type WrittenScenario } from './shape.js';

/** Reads a file that a scenario names; the text, or what is wrong with the name. */
export type FileReader = (name: string) => { readonly text: string } | { readonly problem: string };

export interface Input extends Source {
  readonly tree: Node | null;
  /** What is wrong so far. */
  readonly findings: readonly Finding[];
  readonly readFile: FileReader;
}

/** A scenario with one of its strategies, ready to be assembled. */
export interface Variant {
  /** The strategy's name; empty for the scenario as it stands. */
  readonly strategy: string;
  /** What the strategy changes, as `path: value`. */
  readonly changes: readonly string[];
  /** The normal form: shorthand gone, defaults in. */
  readonly tree: Node;
  readonly linked: Linked;
}

/** Run settings that take the place of the file's. */
export type RunSettings = WrittenScenario['run'];

const NO_FILES: FileReader = () => ({ problem: 'a scenario that comes from a file' });

/** A scenario in a text, as a file has it. */
export function fromText(text: string, name: string, readFile: FileReader = NO_FILES): Input {
  return { name, text, readFile, ...parse(text) };
}

/** A scenario built in TypeScript. */
export function fromObject(written: WrittenScenario, name = 'scenario'): Input {
  return { name, text: null, tree: fromPlain(written), findings: [], readFile: NO_FILES };
}

/** The names of the strategies, in the order of the file. */
export function strategiesOf(input: Input): readonly string[] {
  const strategies = input.tree === null ? undefined : child(input.tree, 'strategies');
  return strategies?.type === 'map' ? strategies.entries.map(({ key }) => key) : [];
}

/** What compiling gives: all variants, or what is wrong with some of them. */
export interface Compiled {
  readonly variants: readonly Variant[];
  readonly findings: readonly Finding[];
}

/** Compiles the scenario with each of the strategies; the empty name is the scenario as it stands. */
export function compile(
  input: Input,
  strategies: readonly string[],
  settings: RunSettings = {},
): Compiled {
  const findings = [...input.findings];
  const variants: Variant[] = [];
  if (input.tree !== null) {
    const { base, overlays } = split(input, findings);
    const changes = fromPlain(Object.keys(settings).length === 0 ? {} : { run: settings });
    const set = overlay(scenario, base, changes, 'the command line');
    const asItStands = once(() => {
      const wrong: Finding[] = [];
      finish('', [], set, wrong);
      return wrong;
    });
    for (const strategy of base.type === 'map' ? strategies : []) {
      const change = overlays.get(strategy) ?? NO_CHANGE;
      const merged = overlay(scenario, set, change, `strategy ${strategy}`);
      const own: Finding[] = [];
      const variant = finish(strategy, changesOf(change), merged, own);
      findings.push(...own.map((finding) => placed(finding, strategy, change, asItStands)));
      if (variant !== null) variants.push(variant);
    }
  }
  return { variants, findings };
}

const NO_CHANGE = mapNode([], { span: null, origin: 'written' });

/**
 * A finding about what a strategy says is found under the strategy; one about the rest of the scenario names the
 * strategy that makes it wrong.
 */
function placed(
  finding: Finding,
  strategy: string,
  { span }: Node,
  asItStands: () => readonly Finding[],
): Finding {
  const at = finding.span?.start ?? -1;
  const inside = span !== null && at >= span.start && at < span.end;
  if (inside) return { ...finding, path: ['strategies', strategy, ...finding.path] };
  if (strategy === '' || asItStands().some((other) => same(finding, other))) return finding;
  return { ...finding, strategy };
}

/** A value that is made when it is first asked for. */
function once<T extends object>(make: () => T): () => T {
  let made: T | null = null;
  return () => {
    made ??= make();
    return made;
  };
}

/** A variant from its normal form, as a worker gets it. */
export function fromNormalForm(strategy: string, normal: unknown): Variant {
  const findings: Finding[] = [];
  const variant = finish(strategy, [], fromPlain(normal), findings);
  if (variant === null) throw new ScenarioError(findings, { name: 'normal form', text: null });
  return variant;
}

function finish(
  strategy: string,
  changes: readonly string[],
  merged: Node,
  findings: Finding[],
): Variant | null {
  const tree = scenario.complete(merged);
  const { value, findings: wrong } = check(scenario.schema as never, tree);
  findings.push(...wrong, ...checkNames(tree));
  if (value === null) return null;
  const linked = link(value as never, tree);
  findings.push(...linked.findings);
  return { strategy, changes, tree, linked };
}

/** The scenario without its strategies, and each strategy, all in full words and with files read in. */
function split(input: Input, findings: Finding[]): { base: Node; overlays: Map<string, Node> } {
  const root = input.tree as Node;
  const overlays = new Map<string, Node>();
  if (root.type !== 'map') {
    const expected = 'a scenario: a map with clients and services';
    findings.push({ path: [], span: root.span, expected, got: shownNode(root) });
    return { base: root, overlays };
  }
  const strategies = child(root, 'strategies');
  const base = mapNode(
    root.entries.filter(({ key }) => key !== 'strategies'),
    root,
  );
  if (strategies !== undefined && strategies.type !== 'map') {
    const expected = 'a map of strategies by name';
    const got = shownNode(strategies);
    findings.push({ path: ['strategies'], span: strategies.span, expected, got });
  }
  for (const { key, keySpan, node } of strategies?.type === 'map' ? strategies.entries : []) {
    findings.push(...wrongName(key, keySpan));
    const change = node.type === 'scalar' && node.value === null ? mapNode([], node) : node;
    findings.push(...wrongInStrategy(key, change));
    if (change.type === 'map')
      overlays.set(key, included(scenario.expand(change), input, findings));
  }
  return { base: included(scenario.expand(base), input, findings), overlays };
}

/** Every strategy is compared on the same runs and objectives. */
export const SHARED: readonly string[] = [
  'name',
  'question',
  'run',
  'theory',
  'objectives',
  'strategies',
];

/** Strategies are asked for by name, with commas in between. */
function wrongName(name: string, span: Span | null): Finding[] {
  if (name === name.trim() && !name.includes(',')) return [];
  const expected = 'a name without commas and without spaces around it';
  return [{ path: ['strategies', name], span, expected, got: `"${name}"` }];
}

function wrongInStrategy(name: string, change: Node): Finding[] {
  if (change.type !== 'map') {
    const expected = 'a map of what the strategy changes';
    return [{ path: ['strategies', name], span: change.span, expected, got: shownNode(change) }];
  }
  return change.entries
    .filter(({ key }) => SHARED.includes(key))
    .map(({ key, keySpan }) => ({
      path: ['strategies', name, key],
      span: keySpan,
      expected: 'a part of the scenario that strategies may change',
      got: `"${key}", which all strategies share`,
    }));
}

/** The tree with the lines of every file that it names in the place of the name. */
function included(root: Node, input: Input, findings: Finding[]): Node {
  let tree = root;
  scenario.visit(root, [], ({ to, name, path, becomes }) => {
    if (to !== 'file' || becomes === undefined) return;
    const found = input.readFile(name);
    const lines = 'text' in found ? found.text.split('\n').map((line) => line.trim()) : ['0s'];
    // A file that cannot be read is one finding: something stands in for its lines.
    tree = replaced(tree, path, becomes, lines.filter(Boolean));
    if ('problem' in found) {
      const { span } = nodeAt(root, path);
      const got = shown(name);
      findings.push({ path: writtenPath(root, path), span, expected: found.problem, got });
    }
  });
  return tree;
}

/** The entry at the end of a path becomes another one, a list of texts. */
function replaced(node: Node, path: Path, key: string, lines: readonly string[]): Node {
  const [step, ...rest] = path;
  if (node.type === 'list') {
    return listNode(
      node.items.map((item, index) => (index === step ? replaced(item, rest, key, lines) : item)),
      node,
    );
  }
  if (node.type !== 'map') return node;
  const entries = (node as MapNode).entries.map((entry) => {
    if (entry.key !== step) return entry;
    if (rest.length > 0) return { ...entry, node: replaced(entry.node, rest, key, lines) };
    return {
      ...entry,
      key,
      node: listNode(
        lines.map((line) => scalarNode(line, entry.node)),
        entry.node,
      ),
    };
  });
  return mapNode(entries, node);
}

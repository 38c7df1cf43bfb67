/**
 * Phase 6: every name that refers to something must be the name of something, and calls must come to an
 * end. Names are looked up in the tree, so that they are checked even where something else is wrong.
 */
import type { Reference, ReferenceType } from '../catalogue/field.js';
import { child, keySpanAt, type Node, nodeAt, type Path, writtenPath } from '../catalogue/tree.js';
import { ends } from '../faults/targets.js';
import { CallGraph } from './call-graph.js';
import { readPattern, readTarget } from './edges.js';
import { type Finding, meant, shown } from './finding.js';
import { relationsOf } from './relations.js';
import { type Scenario, scenario as shape } from './shape.js';

export interface Linked {
  readonly scenario: Scenario;
  readonly graph: CallGraph;
  readonly findings: readonly Finding[];
}

/** Builds the call graph of a scenario whose names have been checked. */
export function link(scenario: Scenario, tree: Node): Linked {
  const graph = new CallGraph(scenario);
  return {
    scenario,
    graph,
    findings: relationsOf(scenario, graph, tree),
  };
}

/** All findings about names. */
export function checkNames(tree: Node): readonly Finding[] {
  const names = new Names(tree);
  const checker = new NameChecker(tree, names);
  const publishers = new Set<string>();
  shape.visit(tree, [], (reference) => {
    checker.checkReference(reference);
    // A fault names a broker too, and brings it no messages.
    if (reference.to === 'broker' && reference.path[0] !== 'faults') publishers.add(reference.name);
  });
  checker.checkPatterns();
  checker.checkBrokers(publishers);
  checker.checkDeclarations();
  return checker.findings;
}

/** What a scenario declares. */
class Names {
  readonly clients: readonly string[];
  readonly services: readonly string[];
  readonly brokers: readonly string[];
  readonly operations: readonly string[];

  constructor(tree: Node) {
    const keys = (...path: string[]) => keysAt(tree, path);
    this.clients = keys('clients');
    this.services = keys('services');
    this.brokers = keys('brokers');
    this.operations = this.services.flatMap((service) =>
      keys('services', service, 'operations').map((operation) => `${service}.${operation}`),
    );
  }

  get entities(): readonly string[] {
    return [...this.clients, ...this.services, ...this.brokers];
  }

  operationsOf(service: string): readonly string[] {
    return this.operations.filter((name) => name.startsWith(`${service}.`));
  }

  of(type: ReferenceType): readonly string[] {
    if (type === 'service') return this.services;
    if (type === 'broker') return this.brokers;
    if (type === 'client') return this.clients;
    return type === 'operation' ? this.operations : this.entities;
  }

  has(type: ReferenceType, name: string): boolean {
    if (type === 'file') return true;
    if (type === 'edge') {
      const edge = ends(name);
      return edge !== null && this.entities.includes(edge.from) && this.entities.includes(edge.to);
    }
    if (type === 'operation' && this.operationsOf(name).length === 1) return true;
    return this.of(type).includes(name);
  }
}

function keysAt(tree: Node, path: readonly string[]): readonly string[] {
  let node: Node | undefined = tree;
  for (const key of path) node = node === undefined ? undefined : child(node, key);
  return node?.type === 'map' ? node.entries.map(({ key }) => key) : [];
}

class NameChecker {
  readonly findings: Finding[] = [];

  constructor(
    private readonly tree: Node,
    private readonly names: Names,
  ) {}

  checkReference({ to, name, path }: Reference): void {
    if (this.names.has(to, name)) return;
    if (to === 'edge') {
      this.checkEdge(name, path);
      return;
    }
    const inService = to === 'operation' ? this.names.operationsOf(readTarget(name).service) : [];
    const known = inService.length > 0 ? inService : this.names.of(to);
    // The key itself is wrong where names are keys, as in a client's mix of operations.
    this.add(path, nameOf(to, known), name, path.at(-1) === name, known);
  }

  private checkEdge(text: string, path: Path): void {
    const edge = ends(text);
    const { entities } = this.names;
    if (edge === null) this.add(path, 'an edge: a -> b, or a <-> b for both ways', text, false);
    for (const name of edge === null ? [] : [edge.from, edge.to]) {
      if (!entities.includes(name)) this.add(path, nameOf(ENTITY, entities), name, false, entities);
    }
  }

  /** Keys of `network`, `balancing`, `outliers`, `health` and `policies` name edges. */
  checkPatterns(): void {
    for (const section of ['network', 'balancing', 'outliers', 'health', 'policies']) {
      for (const key of keysAt(this.tree, [section])) {
        if (key !== 'default') this.checkPattern(key, [section, key], section === 'policies');
      }
    }
  }

  /** Every broker needs publishers and subscribers, and these need to be operations. */
  checkBrokers(publishers: ReadonlySet<string>): void {
    for (const broker of this.names.brokers) {
      const path = ['brokers', broker, 'subscribers'];
      const subscribers = keysAt(this.tree, path);
      const isMap = child(nodeAt(this.tree, ['brokers', broker]), 'subscribers')?.type === 'map';
      if (isMap && subscribers.length === 0) this.add(path, 'at least one subscriber', '', true);
      if (subscribers.length > 0 && !publishers.has(broker)) {
        this.add(path, `messages: a step that publishes to ${broker}`, '', true);
      }
      for (const name of subscribers) {
        this.checkReference({ to: 'operation', name, path: [...path, name] });
      }
    }
  }

  /** Names that would be taken for something else, and services that can do nothing. */
  checkDeclarations(): void {
    const seen = new Set<string>();
    for (const section of ['clients', 'services', 'brokers']) {
      for (const name of keysAt(this.tree, [section])) {
        const path = [section, name];
        if (/[.]|->|^\*$|^default$/.test(name))
          this.add(path, 'a name without dots or arrows', name, true);
        if (seen.has(name)) this.add(path, 'a name that nothing else has', name, true);
        seen.add(name);
      }
    }
    for (const service of this.names.services) {
      const path = ['services', service, 'operations'];
      const node = nodeAt(this.tree, path);
      if (node.type === 'map' && node.entries.length === 0) {
        this.add(path, 'at least one operation', '', true);
      }
    }
    if (
      keysAt(this.tree, ['clients']).length === 0 &&
      child(this.tree, 'clients')?.type === 'map'
    ) {
      this.add(['clients'], 'at least one client', '', true);
    }
  }

  private checkPattern(text: string, path: Path, byOperation: boolean): void {
    const pattern = readPattern(text);
    if (pattern === null) {
      this.add(path, 'an edge: a -> b, a -> b.operation, * -> b, a -> * or default', text, true);
      return;
    }
    const { entities, operations } = this.names;
    for (const name of [pattern.from, pattern.to]) {
      if (name !== '*' && !entities.includes(name)) {
        this.add(path, nameOf(ENTITY, entities), name, true, entities);
      }
    }
    if (pattern.operation === null || !entities.includes(pattern.to)) return;
    if (!byOperation) {
      this.add(path, 'an edge without an operation: a -> b', text, true);
      return;
    }
    const target = `${pattern.to}.${pattern.operation}`;
    if (!operations.includes(target)) {
      const known = this.names.operationsOf(pattern.to);
      this.add(path, nameOf('operation', known), target, true, known);
    }
  }

  private add(
    path: Path,
    expected: string,
    got: string,
    onKey: boolean,
    known: readonly string[] = [],
  ): void {
    const span = onKey ? keySpanAt(this.tree, path) : nodeAt(this.tree, path).span;
    this.findings.push({
      path: writtenPath(this.tree, path),
      span,
      expected,
      got: got === '' ? 'none' : shown(got),
      ...meant(got, known),
    });
  }
}

const ENTITY = 'client, service or broker';

function nameOf(noun: string, known: readonly string[]): string {
  const name = `the name of ${/^[aeo]/.test(noun) ? 'an' : 'a'} ${noun}`;
  if (known.length === 0) return `${name} (there is none)`;
  const list = known.length > 12 ? `${known.slice(0, 12).join(', ')}, ...` : known.join(', ');
  return `${name}: ${list}`;
}

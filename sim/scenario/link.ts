/** Phase 6: every name that refers to something must be the name of something; calls must not go in circles. */
import type { Reference, ReferenceType } from '../catalogue/field.js';
import { keySpanAt, type Node, nodeAt, type Path, writtenPath } from '../catalogue/tree.js';
import { ends } from '../faults/targets.js';
import { CallGraph } from './call-graph.js';
import { readPattern } from './edges.js';
import { type Finding, nearest, shown } from './finding.js';
import { type Scenario, scenario as shape } from './shape.js';

export interface Linked {
  readonly scenario: Scenario;
  readonly graph: CallGraph;
  readonly findings: readonly Finding[];
}

export function link(scenario: Scenario, tree: Node): Linked {
  const graph = new CallGraph(scenario);
  const linker = new Linker(scenario, tree, graph);
  linker.checkReferences();
  linker.checkPatterns();
  linker.checkSubscribers();
  linker.checkServices();
  linker.checkCycles();
  return { scenario, graph, findings: linker.findings };
}

class Linker {
  readonly findings: Finding[] = [];

  constructor(
    private readonly scenario: Scenario,
    private readonly tree: Node,
    private readonly graph: CallGraph,
  ) {}

  checkReferences(): void {
    shape.visit(this.tree, [], (reference) => this.checkReference(reference));
  }

  /** Keys of `network`, `balancing` and `policies` name edges. */
  checkPatterns(): void {
    for (const section of ['network', 'balancing', 'policies'] as const) {
      for (const key of Object.keys(this.scenario[section])) {
        if (key !== 'default') this.checkPattern(key, [section, key], section === 'policies');
      }
    }
  }

  checkSubscribers(): void {
    for (const [name, { common }] of Object.entries(this.scenario.brokers)) {
      const subscribers = Object.keys(common.subscribers);
      const path = ['brokers', name, 'subscribers'];
      if (subscribers.length === 0) this.add(path, 'at least one subscriber', 'none');
      for (const subscriber of subscribers) {
        this.checkReference({ to: 'operation', name: subscriber, path: [...path, subscriber] }, true);
      }
    }
  }

  /** Names that would be taken for something else, and services that can do nothing. */
  checkServices(): void {
    const { services, brokers, clients } = this.scenario;
    for (const [name, { operations }] of Object.entries(services)) {
      const path = ['services', name];
      if (Object.keys(operations).length === 0) {
        this.add([...path, 'operations'], 'at least one operation', 'none');
      }
      if (Object.hasOwn(brokers, name)) this.add(path, 'a name that no broker has', shown(name), true);
      if (Object.hasOwn(clients, name)) this.add(path, 'a name that no client has', shown(name), true);
    }
    for (const [section, things] of Object.entries({ services, brokers, clients })) {
      for (const name of Object.keys(things)) {
        if (/[.]|->|^\*$|^default$/.test(name)) {
          this.add([section, name], 'a name without dots or arrows', shown(name), true);
        }
      }
    }
  }

  checkCycles(): void {
    const cycle = this.graph.cycle();
    if (cycle === null) return;
    const { service, operation } = split(cycle[0] as string);
    this.add(
      ['services', service, 'operations', operation],
      'calls that come to an end',
      `a circle: ${cycle.join(' -> ')}`,
      true,
    );
  }

  private checkReference({ to, name, path }: Reference, isKey = false): void {
    if (to === 'file' || this.isKnown(to, name)) return;
    const known = this.names(to);
    const near = nearest(name, known);
    const service = split(name).service;
    const several =
      to === 'operation' && Object.hasOwn(this.scenario.services, service) && service === name;
    const expected = several
      ? `one of ${known.filter((each) => each.startsWith(`${service}.`)).join(', ')}`
      : expectation(to, known);
    const onKey = isKey || path.at(-1) === name;
    this.add(path, expected, shown(name), onKey, near);
  }

  private isKnown(to: ReferenceType, name: string): boolean {
    if (to === 'operation') return this.graph.fullName(name) !== null;
    if (to === 'edge') {
      const edge = ends(name);
      return edge !== null && this.names('entity').includes(edge.from) && this.names('entity').includes(edge.to);
    }
    return this.names(to).includes(name);
  }

  private names(to: ReferenceType | 'entity'): readonly string[] {
    const { services, brokers, clients } = this.scenario;
    if (to === 'service') return Object.keys(services);
    if (to === 'broker') return Object.keys(brokers);
    if (to === 'client') return Object.keys(clients);
    if (to === 'operation') {
      return Object.entries(services).flatMap(([service, { operations }]) =>
        Object.keys(operations).map((operation) => `${service}.${operation}`),
      );
    }
    return [...Object.keys(clients), ...Object.keys(services), ...Object.keys(brokers)];
  }

  private checkPattern(text: string, path: Path, byOperation: boolean): void {
    const pattern = readPattern(text);
    if (pattern === null) {
      this.add(path, 'an edge: a -> b, a -> b.operation, * -> b, a -> * or default', shown(text), true);
      return;
    }
    const entities = this.names('entity');
    for (const name of [pattern.from, pattern.to]) {
      if (name !== '*' && !entities.includes(name)) {
        this.add(path, expectation('entity', entities), shown(name), true, nearest(name, entities));
      }
    }
    if (pattern.operation !== null && !byOperation) {
      this.add(path, 'an edge without an operation: a -> b', shown(text), true);
      return;
    }
    const target = `${pattern.to}.${pattern.operation}`;
    const operations = this.names('operation');
    if (pattern.operation !== null && entities.includes(pattern.to) && !operations.includes(target)) {
      this.add(path, expectation('operation', operations), shown(target), true, nearest(target, operations));
    }
  }

  private add(path: Path, expected: string, got: string, onKey = false, meant?: string): void {
    const span = onKey ? keySpanAt(this.tree, path) : nodeAt(this.tree, path).span;
    const written = writtenPath(this.tree, path);
    this.findings.push({ path: written, span, expected, got, ...(meant === undefined ? {} : { meant }) });
  }
}

function split(name: string): { service: string; operation: string } {
  const [service = '', ...rest] = name.split('.');
  return { service, operation: rest.join('.') };
}

function expectation(to: ReferenceType | 'entity', known: readonly string[]): string {
  const noun = to === 'entity' ? 'client, service or broker' : to;
  const list = known.length > 12 ? `${known.slice(0, 12).join(', ')}, ...` : known.join(', ');
  return known.length === 0 ? `the name of a ${noun} (there is none)` : `the name of a ${noun}: ${list}`;
}

/** Routes: who calls what, and which of several patterns holds on each way. */
import type { Node, Path } from '../catalogue/tree.js';
import type { Variant } from './compile.js';
import { readTarget, resolve } from './edges.js';
import { scenario as shape } from './shape.js';

/** A way from a client, service or broker to an operation or a broker. */
export interface Route {
  readonly from: string;
  /** Such as `payment.charge`, or the name of a broker. */
  readonly to: string;
  /** The pattern that holds; null where none does. */
  readonly policies: string | null;
  readonly network: string | null;
  readonly balancing: string | null;
}

/** Every way that calls can take, each once, in the order of the scenario. */
export function routesOf({ tree, linked }: Variant): readonly Route[] {
  const { policies, network, balancing } = linked.scenario;
  const routes = new Map<string, Route>();
  const { callers, detours } = usesOf(tree);
  const follow = (from: string, target: string) => {
    const to = linked.graph.fullName(target) ?? target;
    const { service, operation } = readTarget(to);
    const name = `${from} -> ${to}`;
    if (routes.has(name)) return;
    const pattern = (table: Readonly<Record<string, unknown>>, op = '') =>
      resolve(table, from, service, op)?.pattern ?? null;
    const guarded = pattern(policies, operation ?? '');
    routes.set(name, {
      from,
      to,
      policies: guarded,
      network: pattern(network),
      balancing: pattern(balancing),
    });
    // A policy may go elsewhere, as a fallback does.
    for (const detour of detours.get(guarded ?? '') ?? []) follow(from, detour);
  };
  for (const { from, to } of callers) follow(from, to);
  return [...routes.values()];
}

interface Uses {
  readonly callers: readonly { readonly from: string; readonly to: string }[];
  /** What policies call, by the pattern of the edges they guard. */
  readonly detours: ReadonlyMap<string, readonly string[]>;
}

function usesOf(tree: Node): Uses {
  const callers: { from: string; to: string }[] = [];
  const detours = new Map<string, string[]>();
  shape.visit(tree, [], ({ to, name, path }) => {
    const [section, owner] = path as Path & readonly string[];
    if (owner === undefined || (to !== 'operation' && to !== 'broker')) return;
    if (section === 'policies') detours.set(owner, [...(detours.get(owner) ?? []), name]);
    else if (section === 'clients' || section === 'services')
      callers.push({ from: owner, to: name });
  });
  for (const [broker, operation] of subscribers(tree))
    callers.push({ from: broker, to: operation });
  return { callers, detours };
}

function subscribers(tree: Node): readonly (readonly [broker: string, operation: string])[] {
  return keysOf(tree, 'brokers').flatMap(([broker, node]) =>
    keysOf(node, 'subscribers').map(([operation]) => [broker, operation] as const),
  );
}

function keysOf(node: Node, key: string): readonly (readonly [string, Node])[] {
  const inner =
    node.type === 'map' ? node.entries.find((each) => each.key === key)?.node : undefined;
  return inner?.type === 'map' ? inner.entries.map((each) => [each.key, each.node] as const) : [];
}

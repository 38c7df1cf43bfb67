/** Routes: who calls what, and which of several patterns holds on each way. */
import type { Variant } from './compile.js';
import { readTarget, resolve } from './edges.js';
import { usesOf } from './uses.js';

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
    const to = linked.graph.fullName(target);
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
    for (const { to: detour } of detours.get(guarded ?? '') ?? []) follow(from, detour);
  };
  for (const { from, to } of callers) follow(from, to);
  return [...routes.values()];
}

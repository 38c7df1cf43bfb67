/** Uses: who calls what, as a scenario's tree says. */
import type { Node, Path } from '../catalogue/tree.js';
import { scenario as shape } from './shape.js';

/** What a policy calls beside the way that it stands on, and where it says so. */
export interface Detour {
  readonly to: string;
  readonly path: Path;
}

export interface Uses {
  readonly callers: readonly { readonly from: string; readonly to: string }[];
  /** What policies call, by the pattern of the edges they guard. */
  readonly detours: ReadonlyMap<string, readonly Detour[]>;
}

/** All that a scenario's parts say they call. */
export function usesOf(tree: Node): Uses {
  const callers: { from: string; to: string }[] = [];
  const detours = new Map<string, Detour[]>();
  shape.visit(tree, [], ({ to, name, path }) => {
    const [section, owner] = path as Path & readonly string[];
    if (owner === undefined || (to !== 'operation' && to !== 'broker')) return;
    if (section === 'policies')
      detours.set(owner, [...(detours.get(owner) ?? []), { to: name, path }]);
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

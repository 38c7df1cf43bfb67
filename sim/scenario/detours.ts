/**
 * Detours: policies that call somebody else, as a fallback does, or a limit whose store is asked. The way there
 * has policies too; when these go the same detour again, a call never ends.
 */
import { type Node, nodeAt } from '../catalogue/tree.js';
import type { CallGraph } from './call-graph.js';
import { readTarget, resolve } from './edges.js';
import type { Finding } from './finding.js';
import type { Scenario } from './shape.js';
import { type Detour, usesOf } from './uses.js';

export function detoursInCircles(scenario: Scenario, graph: CallGraph, tree: Node): Finding[] {
  const { callers, detours } = usesOf(tree);
  const found = new Map<string, Finding>();
  const follow = (from: string, to: string, way: readonly string[]) => {
    const { service, operation } = readTarget(to);
    const pattern = resolve(scenario.policies, from, service, operation ?? '')?.pattern ?? '';
    for (const detour of detours.get(pattern) ?? []) {
      const next = graph.fullName(detour.to);
      const start = way.indexOf(next);
      if (start === -1) follow(from, next, [...way, next]);
      else
        found.set(detour.path.join('\n'), finding(tree, from, detour, [...way.slice(start), next]));
    }
  };
  for (const { from, to } of callers) {
    const full = graph.fullName(to);
    follow(from, full, [full]);
  }
  return [...found.values()];
}

/** @param way the calls that lead from the callee to itself. */
function finding(tree: Node, from: string, { path }: Detour, way: readonly string[]): Finding {
  const [callee] = way;
  return {
    path,
    span: nodeAt(tree, path).span,
    expected: `a way that ends: policies of its own for ${from} -> ${callee}`,
    got: `a circle: ${from} calls ${way.join(', and for that ')}`,
  };
}

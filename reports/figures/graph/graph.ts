/** The call graph of a result: who calls whom, and how each fared under the baseline. */
import type { ExperimentResult, StrategyResult } from '../../../sim/index.js';
import { quantity, share } from '../../numbers/quantity.js';
import { baselineOf } from '../../strategies.js';

export type NodeKind = 'client' | 'service' | 'broker';

export interface Node {
  readonly name: string;
  readonly kind: NodeKind;
  /** A figure under its name; empty without one. */
  readonly note: string;
  /** Whether a fault strikes it, or a way to it. */
  readonly struck: boolean;
}

export interface Edge {
  readonly from: string;
  readonly to: string;
  /** Over a broker: nobody waits for it. */
  readonly asynchronous: boolean;
}

export interface Graph {
  readonly nodes: readonly Node[];
  readonly edges: readonly Edge[];
}

export function graphOf(result: ExperimentResult): Graph {
  const baseline = baselineOf(result);
  if (baseline === undefined) return { nodes: [], edges: [] };
  const pairs = result.scenario.edges.flatMap((edge) => {
    const [from, to] = edge.split(' -> ');
    return from === undefined || to === undefined ? [] : [{ from, to }];
  });
  // Clients first, so that the graph begins where requests do.
  const clients = Object.keys(baseline.clients);
  const names = [...new Set([...clients, ...pairs.flatMap(({ from, to }) => [from, to])])];
  const struck = new Set(baseline.faults.map(({ name }) => targetOf(name)));
  const nodes = names.map((name): Node => {
    const kind = kindOf(name, baseline);
    return { name, kind, note: noteOf(name, kind, result, baseline), struck: struck.has(name) };
  });
  const brokers = new Set(nodes.filter(({ kind }) => kind === 'broker').map(({ name }) => name));
  return {
    nodes,
    edges: pairs.map(({ from, to }) => ({
      from,
      to,
      asynchronous: brokers.has(from) || brokers.has(to),
    })),
  };
}

function kindOf(name: string, { clients, services }: StrategyResult): NodeKind {
  if (Object.hasOwn(clients, name)) return 'client';
  return Object.hasOwn(services, name) ? 'service' : 'broker';
}

/** A fault is called by its kind and what it strikes: `slow payment`, `delay a -> b`. */
function targetOf(fault: string): string {
  return (
    (
      fault
        .slice(fault.indexOf(' ') + 1)
        .split(' -> ')
        .at(-1) ?? ''
    ).split('.')[0] ?? ''
  );
}

function noteOf(
  name: string,
  kind: NodeKind,
  { scenario }: ExperimentResult,
  { clients, measures }: StrategyResult,
): string {
  const mean = (measure: string) => measures[`${name}.${measure}`]?.mean ?? null;
  if (kind === 'client') {
    const measured = scenario.duration - scenario.warmup;
    return measured > 0 ? quantity((clients[name]?.sent ?? 0) / measured, 'rate') : '';
  }
  if (kind === 'service') {
    const busy = mean('utilisation');
    return busy === null ? '' : `${share(Number(busy.toFixed(2)))} busy`;
  }
  const backlog = mean('backlog');
  return backlog === null ? '' : `backlog ${quantity(Number(backlog.toFixed(0)), 'count')}`;
}

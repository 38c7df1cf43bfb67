/** What has to be right between parts of a scenario whose names have been checked. */
import { keySpanAt, type Node, nodeAt } from '../catalogue/tree.js';
import { faults as faultCatalogue } from '../faults/kinds/index.js';
import type { BrokerMember } from '../messaging/broker.js';
import { brokers as brokerCatalogue } from '../messaging/brokers/index.js';
import { balancers } from '../network/balancers/index.js';
import type { BalancerMember } from '../primitives/endpoint.js';
import type { LoadMember } from '../traffic/load.js';
import { loads } from '../traffic/loads/index.js';
import type { CallGraph } from './call-graph.js';
import { guardsEndpoints } from './choosers.js';
import { detoursInCircles } from './detours.js';
import { readPattern, readTarget } from './edges.js';
import { type Finding, inOneLine, shown, unknownName } from './finding.js';
import type { Scenario } from './shape.js';
import { copiedOf, copiesByZone } from './zones.js';

export function relationsOf(scenario: Scenario, graph: CallGraph, tree: Node): Finding[] {
  return [
    ...circles(graph, tree),
    ...nothingMeasured(scenario, tree),
    ...clientsWithoutAim(scenario, tree),
    ...effectsUnknown(scenario, graph, tree),
    ...spikesWithoutRate(scenario, tree),
    ...nodesThatAreNone(scenario, tree),
    ...controllersThatAreNone(scenario, tree),
    ...recoveriesFromNothing(scenario, tree),
    ...subscribersOfNothing(scenario, graph, tree),
    ...messagesWithoutKey(scenario, graph, tree),
    ...zonesUnknown(scenario, tree),
    ...zonesThatAreNone(scenario, tree),
    ...deadLettersTwice(scenario, tree),
    ...checksOfOthers(scenario, graph, tree),
    ...guardsOfNothing(scenario, tree),
    ...detoursInCircles(scenario, graph, tree),
  ];
}

function circles(graph: CallGraph, tree: Node): Finding[] {
  const cycle = graph.cycle();
  if (cycle === null) return [];
  const { service, operation } = readTarget(cycle[0] as string);
  const path = ['services', service, 'operations', operation ?? ''];
  const got = `a circle: ${cycle.join(' -> ')}`;
  return [{ path, span: keySpanAt(tree, path), expected: 'calls that come to an end', got }];
}

/** What is sent while the system warms up is not counted. */
function nothingMeasured({ run: { warmup = 0, duration } }: Scenario, tree: Node): Finding[] {
  if (warmup < duration) return [];
  const path = ['run', 'warmup'];
  const node = nodeAt(tree, path);
  const expected = `less than the duration, ${inOneLine(nodeAt(tree, ['run', 'duration']))}`;
  return [{ path, span: node.span, expected, got: inOneLine(node) }];
}

/** A recovery counts from the end of the last fault: without one that ends the objective would be met whatever happens. */
function recoveriesFromNothing({ objectives, faults }: Scenario, tree: Node): Finding[] {
  if (faults.length === 0 || faults.some(({ common }) => common.for !== undefined)) return [];
  return objectives.flatMap((text, index) => {
    if (!/^\s*recovery\b/.test(text)) return [];
    const path = ['objectives', index];
    const expected = 'a fault that ends, with `for`: a recovery counts from the end of the last';
    return [{ path, span: nodeAt(tree, path).span, expected, got: 'only faults that stay' }];
  });
}

function clientsWithoutAim({ clients }: Scenario, tree: Node): Finding[] {
  return Object.entries(clients).flatMap(([client, { calls }]) => {
    const shares = Object.values(calls);
    if (shares.some((share) => share > 0)) return [];
    const path = ['clients', client, 'calls'];
    const got = shares.length === 0 ? 'none' : 'shares of 0';
    return [{ path, span: nodeAt(tree, path).span, expected: 'an operation that is called', got }];
  });
}

/** What a client expects must be something that some operation does. */
function effectsUnknown({ clients }: Scenario, graph: CallGraph, tree: Node): Finding[] {
  const known = graph.allEffects();
  return Object.entries(clients).flatMap(([client, { expects = [] }]) =>
    expects.flatMap((effect, index) => {
      if (known.includes(effect)) return [];
      const path = ['clients', client, 'expects', index];
      const place = { path, span: nodeAt(tree, path).span };
      return [unknownName(place, effect, known, 'an effect, and there is none')];
    }),
  );
}

/** Only a load that has a rate can be multiplied. */
function spikesWithoutRate({ faults, clients }: Scenario, tree: Node): Finding[] {
  return faults.flatMap(({ kind, options: { target } }, index) => {
    const spec = faultCatalogue.get(kind).target === 'client' ? clients[target] : undefined;
    if (spec === undefined) return [];
    const { create } = loads.get(spec.load.kind) as unknown as LoadMember;
    const load = create(spec.load.options as never);
    if (load.type === 'open' && load.multiply !== undefined) return [];
    const path = ['faults', index, kind];
    const expected = 'a client whose load has a rate';
    const got = `${target}, whose load is ${spec.load.kind}`;
    return [{ path, span: nodeAt(tree, path).span, expected, got }];
  });
}

/** Some brokers go by the key of each message: it comes from the client's request. */
function messagesWithoutKey(
  { clients, brokers }: Scenario,
  graph: CallGraph,
  tree: Node,
): Finding[] {
  return Object.entries(clients).flatMap(([client, { calls, keys }]) => {
    if (keys !== undefined) return [];
    const reached = new Set(Object.keys(calls).flatMap((each) => [...graph.brokers(each)]));
    const keyed = Object.entries(brokers).filter(([name, { kind }]) => {
      return reached.has(name) && (brokerCatalogue.get(kind) as BrokerMember).keyed;
    });
    return keyed.map(([name, { kind }]) => {
      const path = ['clients', client];
      const expected = `keys: ${name} is a ${kind}, whose messages need one`;
      return { path, span: keySpanAt(tree, path), expected, got: 'a client without keys' };
    });
  });
}

/** A subscriber must be able to get some of the messages that are published. */
function subscribersOfNothing({ brokers }: Scenario, graph: CallGraph, tree: Node): Finding[] {
  return Object.entries(brokers).flatMap(([broker, { options }]) => {
    const topics = graph.topics(broker);
    const served = new Set(topics.flatMap((topic) => graph.subscribers(broker, topic)));
    const idle = Object.keys(options.subscribers).filter((name) => !served.has(name));
    // Where nothing is published by a step, messages come from other brokers.
    return (topics.length === 0 ? [] : idle).map((name) => {
      const path = ['brokers', broker, 'subscribers', name];
      const keys = topics.map((topic) => (topic === '' ? 'none' : topic)).join(', ');
      const expected = `a binding that fits a routing key: ${keys}`;
      return { path, span: keySpanAt(tree, path), expected, got: 'messages that never come' };
    });
  });
}

/** Dead letters cannot go elsewhere and be kept as well. */
function deadLettersTwice({ brokers }: Scenario, tree: Node): Finding[] {
  return Object.entries(brokers).flatMap(([broker, { options }]) => {
    const both = Object.entries(options.subscribers).filter(([, each]) => {
      const { replay, 'dead-letters': letters } = each as Readonly<Record<string, unknown>>;
      return replay !== undefined && letters !== undefined;
    });
    return both.map(([name]) => {
      const path = ['brokers', broker, 'subscribers', name, 'replay'];
      const expected = 'either dead-letters, which go elsewhere, or their replay';
      return { path, span: keySpanAt(tree, path), expected, got: 'both' };
    });
  });
}

/** Only a broker that is a cluster has nodes, and only so many. */
function nodesThatAreNone({ faults, brokers }: Scenario, tree: Node): Finding[] {
  return faults.flatMap(({ kind, options }, index) => {
    if (faultCatalogue.get(kind).target !== 'cluster') return [];
    const { target, node } = options as { readonly target: string; readonly node: number };
    const spec = brokers[target];
    const { nodes = 0 } = (spec?.options ?? {}) as { readonly nodes?: number };
    if (spec === undefined || node < nodes) return [];
    const path = ['faults', index, nodes === 0 ? kind : 'node'];
    const expected = nodes === 0 ? 'a broker that has nodes' : `a node from 0 to ${nodes - 1}`;
    const got = nodes === 0 ? `${target}, whose kind is ${spec.kind}` : String(node);
    return [{ path, span: nodeAt(tree, path).span, expected, got }];
  });
}

/** Only some brokers have a controller and coordinators. */
function controllersThatAreNone({ faults, brokers }: Scenario, tree: Node): Finding[] {
  return faults.flatMap(({ kind, options: { target } }, index) => {
    const spec = brokers[target];
    if (faultCatalogue.get(kind).target !== 'controlled' || spec === undefined) return [];
    if ((brokerCatalogue.get(spec.kind) as BrokerMember).controlled) return [];
    const path = ['faults', index, kind];
    const expected = 'a broker that has a controller and coordinators of groups';
    const got = `${target}, whose kind is ${spec.kind}`;
    return [{ path, span: nodeAt(tree, path).span, expected, got }];
  });
}

/** A balancer that goes by zones needs those of whomever its edge names. */
function zonesUnknown(scenario: Scenario, tree: Node): Finding[] {
  return Object.entries(scenario.balancing).flatMap(([edge, { kind }]) => {
    if ((balancers.find(kind) as unknown as BalancerMember).zoned !== true) return [];
    const { from, to } = readPattern(edge) ?? {};
    const path = ['balancing', edge];
    return [from, to].flatMap((name = '*') => {
      const spec = copiedOf(scenario, name);
      if (spec === undefined || spec.zones !== undefined) return [];
      const expected = `zones: ${kind} goes by those of ${name}`;
      return [{ path, span: keySpanAt(tree, path), expected, got: `${name} without zones` }];
    });
  });
}

/** A fault in a zone hits somebody only where a copy of its service runs there. */
function zonesThatAreNone(scenario: Scenario, tree: Node): Finding[] {
  return scenario.faults.flatMap(({ options }, index) => {
    const { target, zone } = options as { readonly target: string; readonly zone?: string };
    const zones = [...copiesByZone(scenario, target).keys()];
    if (zone === undefined || zones.includes(zone)) return [];
    const path = ['faults', index, 'zone'];
    const has = zones.length === 0 ? 'there is none' : zones.join(', ');
    const expected = `a zone of ${target}: ${has}`;
    return [{ path, span: nodeAt(tree, path).span, expected, got: shown(zone) }];
  });
}

/** Whoever is asked how they are must be the callee. */
function checksOfOthers({ health }: Scenario, graph: CallGraph, tree: Node): Finding[] {
  return Object.entries(health).flatMap(([edge, { calls }]) => {
    const { to = '*' } = readPattern(edge) ?? {};
    const asked = graph.target(calls).service;
    if (to === '*' || to === asked) return [];
    const path = ['health', edge, 'calls'];
    const expected = `an operation of ${to}, whose instances are checked`;
    return [{ path, span: nodeAt(tree, path).span, expected, got: shown(calls) }];
  });
}

/** At the entrance of a service there are no endpoints to watch over. */
function guardsOfNothing({ services }: Scenario, tree: Node): Finding[] {
  return Object.entries(services).flatMap(([service, { policies }]) =>
    policies.flatMap((policy, index) => {
      if (!guardsEndpoints(policy)) return [];
      const path = ['services', service, 'policies', index, policy.kind];
      const expected = 'a policy that needs no endpoints: this is the entrance of one';
      return [{ path, span: keySpanAt(tree, path), expected, got: `${policy.kind} at endpoints` }];
    }),
  );
}

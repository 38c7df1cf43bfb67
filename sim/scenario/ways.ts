/** Ways: from each copy of a caller to what it calls, through policies, balancer and network. */
import { type RandomRoot, salt } from '../kernel/random.js';
import type { BrokerModel, PublisherSite } from '../messaging/broker.js';
import { fetching } from '../messaging/fetching.js';
import { Requester } from '../messaging/requester.js';
import { Rotation } from '../network/rotation.js';
import type { Transport } from '../network/transport.js';
import { policies as catalogue } from '../policies/index.js';
import {
  layer,
  type PolicyMember,
  type PolicySite,
  policyState,
  type StatefulPolicy,
} from '../policies/policy.js';
import type { Handler, Outbound } from '../primitives/call.js';
import type { Exchange } from '../primitives/exchange.js';
import { PlacedHandler } from '../primitives/handler.js';
import type { Link } from '../primitives/link.js';
import { type Layer, pipeline } from '../primitives/pipeline.js';
import { CALLERS, IDEAL_PROCESS } from '../primitives/process.js';
import type { CallGraph } from './call-graph.js';
import { type Caller, Choosers } from './choosers.js';
import { readPattern, resolve } from './edges.js';
import { Networks } from './networks.js';
import type { Scenario } from './shape.js';

/** A policy chosen in a scenario. */
export interface ChosenPolicy {
  readonly kind: string;
  readonly options: unknown;
}

const UNBUILT = new PlacedHandler('a way that is not built yet', {});

/** A way whose handler is built once everything that can be called exists. */
class Way implements Outbound {
  /** There from the beginning: what is added to an object later lies elsewhere in memory. */
  handler: Handler = UNBUILT;

  constructor(readonly operation: number) {}
}

/** What a way is built for, and who waits for it. */
interface Plan {
  readonly take: (handler: Handler) => void;
  readonly caller: Caller;
  /** A service or broker. */
  readonly to: string;
  readonly operationName: string;
}

/** The network to a callee, and the endpoints in use where somebody watches over them. */
interface Passage {
  readonly handler: Handler;
  readonly rotation: Rotation | null;
}

export class Ways {
  readonly edgeNames: string[] = [];
  /** Policies with states, by index. */
  readonly stateful: StatefulPolicy[] = [];
  private readonly edges = new Map<string, Transport>();
  private readonly networks: Networks;
  private readonly pending: Plan[] = [];
  private readonly pipelines = new Map<string, Handler>();
  private readonly passages = new Map<string, Passage>();
  /** What copies of a place have together, by place and purpose. */
  private readonly common = new Map<string, unknown>();
  private readonly choosers: Choosers;

  /** @param entries what receives calls at each copy of a service or broker. */
  constructor(
    private readonly exchange: Exchange,
    private readonly scenario: Scenario,
    private readonly graph: CallGraph,
    private readonly entries: ReadonlyMap<string, readonly Handler[]>,
    private readonly brokers: ReadonlyMap<string, BrokerModel>,
    root: RandomRoot,
  ) {
    this.networks = new Networks(exchange);
    this.choosers = new Choosers({
      exchange,
      scenario,
      graph,
      root,
      shared: (name, make) => this.shared(name, make),
      track: (policy) => this.track(policy),
      wayTo: ({ name, process }, to, endpoint) =>
        this.edge(name, to).from(process, { pick: () => endpoint }),
      entries,
    });
  }

  /** The way from a caller to an operation or, with a routing key, to a broker, by name. */
  to(caller: Caller, target: string, topic?: string): Outbound {
    const way = new Way(this.operation(target, topic));
    this.plan(caller, target, (handler) => {
      way.handler = handler;
    });
    return way;
  }

  /** Somebody is to be given the handler of a way, once it is built. */
  plan(caller: Caller, target: string, take: (handler: Handler) => void): void {
    const { service, operation } = this.graph.target(target);
    this.pending.push({ take, caller, to: service, operationName: operation ?? '' });
  }

  /** The index of an operation in its service, or of a routing key at its broker. */
  operation(target: string, topic = ''): number {
    const { service, operation } = this.graph.target(target);
    const { [service]: spec } = this.scenario.services;
    const all = spec === undefined ? this.graph.topics(service) : Object.keys(spec.operations);
    return Math.max(0, all.indexOf(spec === undefined ? topic : (operation ?? '')));
  }

  /**
   * The way from a caller to one copy of a service alone, as a broker has it to each consumer.
   * @param fetched only the first message of a fetch travels.
   */
  toCopy(caller: Caller, target: string, copy: number, fetched: boolean): Outbound {
    const { service, operation } = this.graph.target(target);
    const entry = this.entries.get(service)?.[copy] as Handler;
    const { handler: network, rotation } = this.passage(caller, service, [entry]);
    const innermost = fetched ? fetching(this.exchange, network, entry) : network;
    const passage = { handler: innermost, rotation };
    const handler = this.guarded({ ...caller, copy }, service, operation ?? '', passage);
    return { handler, operation: this.operation(target) };
  }

  /** Builds the handlers of all ways asked for so far; building may ask for more. */
  build(): void {
    for (const plan of this.pending) plan.take(this.handlerOf(plan));
    this.pending.length = 0;
  }

  /**
   * Policies made ready for one place; the state of each belongs to that place alone.
   * @param list tells apart lists of policies that stand at one place, for different operations.
   * @param rotation the endpoints that policies may watch over; none at the entrance of a service.
   */
  layers(
    chosen: readonly ChosenPolicy[],
    place: string,
    caller: Caller,
    list = '',
    rotation: Rotation | null = null,
  ): Layer[] {
    // Lists for one operation alone throw dice of their own.
    const operation = readPattern(list)?.operation ?? null;
    const dice = operation === null ? place : `${place}.${operation}`;
    const turns = new Map<string, number>();
    const turnOf = (purpose: string) => {
      const turn = turns.get(purpose) ?? 0;
      turns.set(purpose, turn + 1);
      return `${purpose}#${turn}`;
    };
    const site: PolicySite = {
      exchange: this.exchange,
      place,
      process: caller.process,
      copy: caller.copy,
      outbound: (target) => this.to(caller, target),
      track: (kind, initial, instance = null) =>
        this.track({ kind, place, copy: caller.copy, instance, initial }),
      salt: (purpose) => salt(`${dice}/${turnOf(purpose)}`),
      guard: (make) => rotation?.add(make(rotation.all)),
      shared: (purpose, make) => this.shared(`${place}/${list}/${turnOf(purpose)}`, make),
    };
    return chosen.map(({ kind, options }) => {
      const { create } = catalogue.find(kind) as PolicyMember;
      return layer(create(options as never, site), site);
    });
  }

  /** All links from one entity to another. */
  links(from: string, to: string): readonly Link[] {
    const there = this.edges.get(`${from} -> ${to}`)?.linkThere();
    const back = this.edges.get(`${to} -> ${from}`)?.linkBack();
    return [there, back].filter((link) => link !== undefined);
  }

  /** Makes known the states of something at one copy of a caller. */
  private track(policy: StatefulPolicy): (state: string) => void {
    const index = this.stateful.push(policy) - 1;
    const channel = this.exchange.simulation.probe.channel(policyState);
    return (state) => channel.emit(index, state);
  }

  private shared<T>(name: string, make: () => T): T {
    if (!this.common.has(name)) this.common.set(name, make());
    return this.common.get(name) as T;
  }

  private handlerOf({ caller, to, operationName }: Plan): Handler {
    const { policies } = this.scenario;
    const found = resolve(policies, caller.name, to, operationName);
    const byOperation = found !== null && (readPattern(found.pattern)?.operation ?? null) !== null;
    const sender = found === null || found.value.every(isAlike) ? this.sender(caller, to) : caller;
    const key = `${nameOf(sender)} -> ${to}${byOperation ? `.${operationName}` : ''}`;
    let handler = this.pipelines.get(key);
    if (handler === undefined) {
      handler = this.guarded(sender, to, operationName, this.passageTo(caller, to));
      this.pipelines.set(key, handler);
    }
    return handler;
  }

  /** Who calls, as far as that matters to network and balancer: one copy, or any where all choose in the same way. */
  private sender(caller: Caller, to: string): Caller {
    const isCommon = this.choosers.isCommon(caller.name, to);
    return isCommon ? { name: caller.name, copy: 0, process: CALLERS } : caller;
  }

  private guarded(caller: Caller, to: string, operation: string, passage: Passage): Handler {
    const { handler, rotation } = passage;
    const found = resolve(this.scenario.policies, caller.name, to, operation);
    if (found === null) return handler;
    const place = `${caller.name} -> ${to}`;
    return pipeline(this.layers(found.value, place, caller, found.pattern, rotation), handler);
  }

  private passageTo(caller: Caller, to: string): Passage {
    const sender = this.sender(caller, to);
    const key = `${nameOf(sender)} -> ${to}`;
    let passage = this.passages.get(key);
    if (passage === undefined) {
      const network = this.passage(sender, to, this.entries.get(to) as readonly Handler[]);
      const site = { place: `${caller.name} -> ${to}`, process: caller.process };
      const broker = this.brokers.get(to);
      let handler = broker?.producer?.(site, network.handler) ?? network.handler;
      const asks = broker !== undefined && this.graph.asks(caller.name, to);
      if (asks) handler = this.asking(caller, to, site, handler);
      passage = { handler, rotation: network.rotation };
      this.passages.set(key, passage);
    }
    return passage;
  }

  /** Where requests through a broker wait for their replies, which come over the network from there. */
  private asking(caller: Caller, broker: string, site: PublisherSite, publisher: Handler): Handler {
    const sender = { name: broker, copy: 0, process: IDEAL_PROCESS };
    const requester = new Requester(this.exchange, site, (inbox) => {
      const { handler } = this.passage(sender, caller.name, [inbox]);
      return handler;
    });
    return new PlacedHandler(site.place, requester.hooks(), publisher, { process: site.process });
  }

  /** @param entries what receives the calls: the copies of the callee, or one of them alone. */
  private passage(caller: Caller, to: string, entries: readonly Handler[]): Passage {
    const chooser = this.choosers.chooser(caller, to, entries);
    const rotation = chooser instanceof Rotation ? chooser : null;
    const handler = this.edge(caller.name, to).from(caller.process, chooser);
    return { handler, rotation };
  }

  private edge(from: string, to: string): Transport {
    const name = `${from} -> ${to}`;
    let transport = this.edges.get(name);
    if (transport === undefined) {
      const spec = resolve(this.scenario.network, from, to, '')?.value ?? null;
      transport = this.networks.transport(name, this.edgeNames.length, spec);
      this.edgeNames.push(name);
      this.edges.set(name, transport);
    }
    return transport;
  }
}

function nameOf({ name, copy, process }: Caller): string {
  return process === CALLERS ? name : `${name}#${copy}`;
}

/** Whether a policy is the same for all copies of its place. */
function isAlike({ kind, options }: ChosenPolicy): boolean {
  return (catalogue.find(kind) as PolicyMember).alike?.(options as never) === true;
}

/** The call graph: who calls whom how often, what effects a request always has, where it goes in circles. */
import type { BrokerMember } from '../messaging/broker.js';
import { brokers } from '../messaging/brokers/index.js';
import type { ChosenStep, Reading, StepMember } from '../services/step.js';
import { steps } from '../services/steps/index.js';
import { readTarget } from './edges.js';
import type { Scenario } from './shape.js';

/** One operation's ways to others. */
interface Uses {
  /** Operations called, each with how often on average. */
  readonly calls: { readonly to: string; readonly times: number }[];
  readonly publishes: {
    readonly to: string;
    readonly topic: string;
    readonly waits: boolean;
    readonly times: number;
  }[];
  /** Effects applied on every run. */
  readonly effects: Set<string>;
}

export class CallGraph {
  private readonly uses = new Map<string, Uses>();

  constructor(private readonly scenario: Scenario) {
    for (const [service, { operations }] of Object.entries(scenario.services)) {
      for (const [operation, list] of Object.entries(operations)) {
        const uses: Uses = { calls: [], publishes: [], effects: new Set() };
        this.collect(list, 1, uses);
        this.uses.set(`${service}.${operation}`, uses);
      }
    }
  }

  /** The full name of an operation, which may be left out where there is only one; any other name as it is. */
  fullName(name: string): string {
    const { service, operation } = readTarget(name);
    const { services } = this.scenario;
    if (operation !== null || !Object.hasOwn(services, service)) return name;
    const operations = Object.keys(services[service]?.operations ?? {});
    return operations.length === 1 ? `${service}.${operations[0]}` : name;
  }

  /** The service or broker, and the operation, that a name stands for. */
  target(name: string): { service: string; operation: string | null } {
    return readTarget(this.fullName(name));
  }

  /** A chain of synchronous calls that comes back to where it began; null when there is none. */
  cycle(): readonly string[] | null {
    const done = new Set<string>();
    const path: string[] = [];
    const search = (operation: string): readonly string[] | null => {
      const start = path.indexOf(operation);
      if (start !== -1) return [...path.slice(start), operation];
      if (done.has(operation)) return null;
      path.push(operation);
      for (const to of this.waitsFor(operation)) {
        const found = search(this.fullName(to));
        if (found !== null) return found;
      }
      path.pop();
      done.add(operation);
      return null;
    };
    for (const operation of this.uses.keys()) {
      const found = search(operation);
      if (found !== null) return found;
    }
    return null;
  }

  /** What an operation calls, and who answers the messages that it has answered. */
  private waitsFor(operation: string): readonly string[] {
    const { calls = [], publishes = [] } = this.uses.get(operation) ?? {};
    const answerers = publishes
      .filter(({ waits }) => waits)
      .flatMap(({ to, topic }) => this.subscribers(to, topic));
    return [...calls.map(({ to }) => to), ...answerers];
  }

  /** Whether a service waits for replies through a broker. */
  asks(service: string, broker: string): boolean {
    return [...this.uses].some(
      ([operation, { publishes }]) =>
        readTarget(operation).service === service &&
        publishes.some(({ to, waits }) => waits && to === broker),
    );
  }

  /** Average visits to each service for one request to an operation, if nothing fails. */
  visits(operation: string): ReadonlyMap<string, number> {
    const visits = new Map<string, number>();
    let level = new Map([[this.fullName(operation), 1]]);
    // Level by level; messages may go in circles, so that depth must be bounded.
    for (let depth = 0; depth < 200 && level.size > 0; depth++) {
      const next = new Map<string, number>();
      for (const [name, times] of level) {
        const { service } = readTarget(name);
        visits.set(service, (visits.get(service) ?? 0) + times);
        for (const { to, times: often } of this.followers(name)) {
          const full = this.fullName(to);
          next.set(full, (next.get(full) ?? 0) + times * often);
        }
      }
      level = next;
    }
    return visits;
  }

  /** What an operation calls, and who gets its messages. */
  private followers(operation: string): readonly { readonly to: string; readonly times: number }[] {
    const { calls = [], publishes = [] } = this.uses.get(operation) ?? {};
    const consumers = publishes.flatMap(({ to, topic, times }) =>
      this.subscribers(to, topic).map((subscriber) => ({ to: subscriber, times })),
    );
    return [...calls, ...consumers];
  }

  /** Effects that a request to an operation always has, messages followed. */
  effects(operation: string): ReadonlySet<string> {
    const effects = new Set<string>();
    const seen = new Set<string>();
    const follow = (name: string) => {
      const full = this.fullName(name);
      if (seen.has(full)) return;
      seen.add(full);
      for (const effect of this.uses.get(full)?.effects ?? []) effects.add(effect);
      for (const { to, times } of this.followers(full)) if (times >= 1) follow(to);
    };
    follow(operation);
    return effects;
  }

  /** Every effect of the scenario, in the order of its operations. */
  allEffects(): readonly string[] {
    const names = new Set<string>();
    const collect = (list: readonly ChosenStep[]) => {
      for (const step of list) {
        const reading = read(step);
        for (const effect of reading.effects ?? []) names.add(effect);
        for (const { steps: inner } of reading.inside ?? []) collect(inner);
      }
    };
    for (const { operations } of Object.values(this.scenario.services)) {
      for (const list of Object.values(operations)) collect(list);
    }
    return [...names];
  }

  /** Brokers to which a request to an operation leads. */
  brokers(operation: string): ReadonlySet<string> {
    const found = new Set<string>();
    const seen = new Set<string>();
    const follow = (name: string) => {
      const full = this.fullName(name);
      if (seen.has(full)) return;
      seen.add(full);
      for (const { to } of this.uses.get(full)?.publishes ?? []) found.add(to);
      for (const { to } of this.followers(full)) follow(to);
    };
    follow(operation);
    return found;
  }

  /** The routing keys with which messages are published to a broker. */
  topics(broker: string): readonly string[] {
    const topics = new Set<string>();
    for (const { publishes } of this.uses.values()) {
      for (const { to, topic } of publishes) if (to === broker) topics.add(topic);
    }
    return [...topics];
  }

  /** Who gets the messages with a routing key. */
  subscribers(broker: string, topic: string): readonly string[] {
    const spec = Object.hasOwn(this.scenario.brokers, broker)
      ? this.scenario.brokers[broker]
      : undefined;
    if (spec === undefined) return [];
    const { receives = () => true } = brokers.get(spec.kind) as BrokerMember;
    return Object.keys(spec.options.subscribers).filter((each) =>
      receives(spec.options, each, topic),
    );
  }

  private collect(list: readonly ChosenStep[], times: number, uses: Uses): void {
    for (const step of list) {
      const { calls = [], publishes = [], effects = [], inside = [] } = read(step);
      for (const to of calls) uses.calls.push({ to, times });
      for (const { broker: to, topic, waits = false } of publishes) {
        uses.publishes.push({ to, topic, waits, times });
      }
      if (times >= 1) for (const effect of effects) uses.effects.add(effect);
      for (const inner of inside) this.collect(inner.steps, times * inner.times, uses);
    }
  }
}

function read(step: ChosenStep): Reading {
  const member = steps.find(step.kind) as StepMember | undefined;
  return member?.read?.(step.options as never) ?? {};
}

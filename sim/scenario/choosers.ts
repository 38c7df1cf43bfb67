/** Choosers: how each copy of a caller chooses among the instances of what it calls. */
import { type RandomRoot, rootKey } from '../kernel/random.js';
import { isBlind, makerOf } from '../network/balancers/index.js';
import { HealthChecks } from '../network/health.js';
import { type EjectionState, Outliers } from '../network/outliers.js';
import { Patients } from '../network/patients.js';
import { Rotation } from '../network/rotation.js';
import type { Chooser } from '../network/transport.js';
import { policies } from '../policies/index.js';
import type { PolicyMember, StatefulPolicy } from '../policies/policy.js';
import type { Call, Handler } from '../primitives/call.js';
import { type BalancerSite, type Copies, Endpoint } from '../primitives/endpoint.js';
import type { Exchange } from '../primitives/exchange.js';
import type { Process } from '../primitives/process.js';
import type { Copy } from '../services/copy.js';
import type { CallGraph } from './call-graph.js';
import { resolve } from './edges.js';
import type { Scenario } from './shape.js';
import { copiesByZone, copiesOf, zoneOf, zonesOf } from './zones.js';

/** One copy of something that calls others. */
export interface Caller {
  readonly name: string;
  readonly copy: number;
  readonly process: Process;
}

/** What choosers are made from. */
interface Parts {
  readonly exchange: Exchange;
  readonly scenario: Scenario;
  readonly graph: CallGraph;
  readonly root: RandomRoot;
  /** What receives calls at each copy of a service or broker. */
  readonly entries: ReadonlyMap<string, readonly Handler[]>;
  /** Something that several have together. */
  shared<T>(name: string, make: () => T): T;
  /** Makes known the states of something at one copy of a caller. */
  track(policy: StatefulPolicy): (state: string) => void;
  /** The way over the network to one endpoint. */
  wayTo(caller: Caller, to: string, endpoint: Endpoint): Handler;
}

const ROUND_ROBIN = { kind: 'round-robin', options: {} };

export class Choosers {
  /** Whether some policy watches over endpoints. */
  private readonly hasGuards: boolean;
  private readonly turns: number[] = [];

  constructor(private readonly parts: Parts) {
    const lists = Object.values(parts.scenario.policies);
    this.hasGuards = lists.some((list) => list.some(guardsEndpoints));
  }

  /** @param entries what receives the calls: the copies of the callee, or one of them alone. */
  chooser(caller: Caller, to: string, entries: readonly Handler[]): Chooser | Rotation {
    const { scenario, exchange } = this.parts;
    const make = makerOf(this.chosen(caller.name, to));
    const site = this.balancerSite(caller, to, entries);
    const over = (left: readonly Endpoint[]) => make(left, site);
    if (this.isBlind(caller.name, to, entries)) {
      return over(this.parts.shared(`${to}/endpoints`, () => this.endpoints(to, entries)));
    }
    const endpoints = inTurn(this.endpoints(to, entries), site.copies);
    const detected = resolve(scenario.outliers, caller.name, to, '')?.value;
    const checks = this.checks(caller, to, entries);
    if (detected === undefined && checks === null && !this.hasGuards) return over(endpoints);

    const rotation = new Rotation(exchange.simulation, endpoints, over);
    let suspects: Outliers | null = null;
    if (detected !== undefined) {
      const tell = this.ejections(caller, to, endpoints);
      suspects = new Outliers(exchange.simulation, detected, endpoints, (endpoint, state) => {
        tell.get(endpoint)?.(state);
        rotation.changed();
      });
      rotation.add(suspects);
    }
    if (checks !== null) rotation.add(checks.guard(new Patients(endpoints, rotation, suspects)));
    return rotation;
  }

  /** Whether all copies of a caller choose in the same way, each in turn for itself: they have a chooser together then. */
  isCommon(name: string, to: string, entries = this.parts.entries.get(to)): boolean {
    const { services } = this.parts.scenario;
    const { [name]: from, [to]: callee } = services;
    const areServices = from !== undefined && callee !== undefined;
    return areServices && from.instances > 1 && this.isBlind(name, to, entries);
  }

  /** Whether nobody goes by what a caller knows of endpoints. */
  private isBlind(name: string, to: string, entries: readonly Handler[] | undefined): boolean {
    const { outliers, health } = this.parts.scenario;
    const isWatched =
      resolve(outliers, name, to, '') !== null || resolve(health, name, to, '') !== null;
    const isWhole = entries === this.parts.entries.get(to);
    return isWhole && !isWatched && !this.hasGuards && isBlind(this.chosen(name, to));
  }

  private chosen(name: string, to: string) {
    return resolve(this.parts.scenario.balancing, name, to, '')?.value ?? ROUND_ROBIN;
  }

  private endpoints(to: string, entries: readonly Handler[]): readonly Endpoint[] {
    const zoneThere = zonesOf(this.parts.scenario, to);
    return entries.map((entry, copy) => new Endpoint(copy, entry, zoneThere(copy)));
  }

  /** Whether entries are all that there are: a broker that delivers to one copy does not choose. */
  private isWhole(to: string, entries: readonly Handler[]): boolean {
    return entries === this.parts.entries.get(to);
  }

  /** Where ejections and returns of each endpoint are made known. */
  private ejections({ name, copy }: Caller, to: string, endpoints: readonly Endpoint[]) {
    const common = {
      kind: 'outliers',
      place: `${name} -> ${to}`,
      copy,
      initial: 'in use' satisfies EjectionState,
    };
    return new Map(
      endpoints.map((each) => [each, this.parts.track({ ...common, instance: each.index + 1 })]),
    );
  }

  private balancerSite(
    { name, copy }: Caller,
    to: string,
    entries: readonly Handler[],
  ): BalancerSite {
    const { scenario, shared } = this.parts;
    const isCommon = this.isCommon(name, to, entries);
    const all = isCommon ? [...Array(copiesOf(scenario, name)).keys()] : [copy];
    const firsts = all.map((each) => each % entries.length);
    return {
      copies: { firsts, of: isCommon ? callingCopy : theOne },
      turns: this.turns,
      zone: zoneOf(scenario, name, copy),
      senders: () => copiesByZone(scenario, name),
      shared: (purpose, make) => shared(`${name} -> ${to}/balancing/${purpose}`, make),
    };
  }

  /** The health checks of a callee, those of this copy of the caller or of all; null when there are none. */
  private checks(caller: Caller, to: string, entries: readonly Handler[]): HealthChecks | null {
    const { scenario, graph, exchange, root, shared, wayTo } = this.parts;
    const options = resolve(scenario.health, caller.name, to, '')?.value;
    if (options === undefined || !this.isWhole(to, entries)) return null;
    const { service, operation } = graph.target(options.calls);
    if (service !== to) return null;
    const place = `${caller.name} -> ${to}`;
    const isShared = options.by === 'one';
    const operations = Object.keys(scenario.services[to]?.operations ?? {});
    const make = () =>
      new HealthChecks(options, {
        exchange,
        place,
        process: caller.process,
        turn: isShared ? 0 : caller.copy / copiesOf(scenario, caller.name),
        operation: operations.indexOf(operation ?? ''),
        root: rootKey(root, `${place}#${caller.copy}`, 'health'),
        ways: entries.map((entry, index) => wayTo(caller, to, new Endpoint(index, entry))),
      });
    return isShared ? shared(`${place}/health`, make) : make();
  }
}

/** Which copy of a service makes a call. */
const callingCopy = ({ process }: Call): number => (process as unknown as Copy).copy;
const theOne = (): number => 0;

/** Endpoints in the order in which a copy of a sender goes round. */
function inTurn(
  endpoints: readonly Endpoint[],
  { firsts: [first = 0] }: Copies,
): readonly Endpoint[] {
  return [...endpoints.slice(first), ...endpoints.slice(0, first)];
}

/** Whether a policy stands at each endpoint of its edge. */
export function guardsEndpoints({ kind, options }: { kind: string; options: unknown }): boolean {
  return (policies.find(kind) as PolicyMember).guards?.(options as never) === true;
}

/** Phase 7: a linked scenario becomes a model. */
import {
  type Controlled,
  type FaultMember,
  type FaultSite,
  type FaultyCluster,
  Recurrence,
} from '../faults/fault.js';
import { faults as faultCatalogue } from '../faults/kinds/index.js';
import { type RandomRoot, rootKey, salt } from '../kernel/random.js';
import { Simulation } from '../kernel/simulation.js';
import type { BrokerMember, BrokerModel } from '../messaging/broker.js';
import { brokers as brokerCatalogue } from '../messaging/brokers/index.js';
import type { Letter } from '../messaging/message.js';
import type { Handler } from '../primitives/call.js';
import { disciplines } from '../primitives/disciplines/index.js';
import { Exchange } from '../primitives/exchange.js';
import { PlacedHandler } from '../primitives/handler.js';
import type { DisciplineMember } from '../primitives/line.js';
import { pipeline } from '../primitives/pipeline.js';
import { IDEAL_PROCESS } from '../primitives/process.js';
import { Door } from '../services/door.js';
import { Instance } from '../services/instance.js';
import { Outlet } from '../services/outlet.js';
import { hooksOf, program, type Stage } from '../services/program.js';
import { Service, ServiceChannels } from '../services/service.js';
import type { ChosenStep, StepCopy, StepMember, StepSite } from '../services/step.js';
import { steps as stepCatalogue } from '../services/steps/index.js';
import { Client } from '../traffic/client.js';
import type { KeyMember } from '../traffic/key-choice.js';
import { keyChoices } from '../traffic/keys/index.js';
import type { LoadMember } from '../traffic/load.js';
import { loads } from '../traffic/loads/index.js';
import type { Caller } from './choosers.js';
import { AllCores, coresOf } from './cores.js';
import type { Linked } from './link.js';
import type { ClientModel, FaultModel, Model, ServiceModel, SubscriptionModel } from './model.js';
import type { BrokerSpec, ClientSpec, Scenario, ServiceSpec } from './shape.js';
import { Ways } from './ways.js';
import { zoneOf } from './zones.js';

export function assemble(linked: Linked, root: RandomRoot): Model {
  return new Assembler(linked, root).model();
}

class Assembler {
  private readonly scenario: Scenario;
  private readonly simulation = new Simulation();
  private readonly exchange: Exchange;
  /** What receives calls at each copy of a service or broker. */
  private readonly entries = new Map<string, Handler[]>();
  private readonly ways: Ways;
  private readonly brokers = new Map<string, BrokerModel>();
  private readonly effects: readonly string[];
  private readonly cores: AllCores;
  private readonly tell = new ServiceChannels(this.simulation.probe);

  constructor(
    private readonly linked: Linked,
    private readonly root: RandomRoot,
  ) {
    this.scenario = linked.scenario;
    this.exchange = new Exchange(this.simulation, this.scenario.run['open-calls']);
    this.ways = new Ways(
      this.exchange,
      this.scenario,
      linked.graph,
      this.entries,
      this.brokers,
      root,
    );
    this.effects = linked.graph.allEffects();
    this.cores = new AllCores(this.simulation, Object.values(this.scenario.services));
  }

  model(): Model {
    const services = Object.entries(this.scenario.services).map(([name, spec], index) =>
      this.service(name, spec, index),
    );
    const subscriptions: SubscriptionModel[] = [];
    const brokers = Object.entries(this.scenario.brokers).map(([name, spec]) => ({
      name,
      broker: this.broker(name, spec, services, subscriptions),
    }));
    for (const service of services) this.fillPrograms(service);
    const clients = Object.entries(this.scenario.clients).map(([name, spec], index) =>
      this.client(name, spec, index),
    );
    this.ways.build();
    const started = clients.map(({ name, usefulWithin, wanted, make }) => {
      return { name, usefulWithin, wanted, client: make() };
    });
    const faults = this.faults(services, brokers, started);
    return {
      simulation: this.simulation,
      exchange: this.exchange,
      clients: started,
      services,
      busy: this.cores.busy,
      brokers,
      subscriptions,
      faults,
      stateful: this.ways.stateful,
      edges: this.ways.edgeNames,
      effects: this.effects,
    };
  }

  private instanceCount = 0;

  private service(name: string, spec: ServiceSpec, index: number): ServiceModel {
    const { threads, queue } = spec;
    const { capacity, timeout: patience = null } = queue;
    const isGuarded = spec.policies.length > 0;
    const door = isGuarded ? new Door(this.exchange, this.tell, name) : null;
    const tell = door?.behind ?? this.tell;
    const { kind, options } = queue.discipline;
    const { create: line } = disciplines.find(kind) as unknown as DisciplineMember;
    const first = this.instanceCount;
    this.instanceCount += spec.instances;
    const scheduler = this.cores.scheduler(spec.scheduler.kind);
    const given = { name, index, threads, capacity, patience };
    const service = new Service(this.exchange, tell, scheduler, given);
    const instances = Array.from(
      { length: spec.instances },
      (_, copy) => new Instance(service, first + copy, copy, line(options as never)),
    );
    const entries = instances.map((instance) => {
      if (door === null) return instance;
      const layers = this.ways.layers(spec.policies, name, callerOf(instance));
      return door.handler(instance, pipeline(layers, instance));
    });
    this.entries.set(name, entries);
    return { name, service, instances, cores: coresOf(spec), isGuarded };
  }

  private fillPrograms({ name, instances, service }: ServiceModel): void {
    const operations = Object.entries(this.scenario.services[name]?.operations ?? {});
    const makers: ((copy: StepCopy, instance: Instance) => void)[] = [];
    for (const [operation, list] of operations) {
      service.programs.push(this.program(list, `${name}.${operation}`, makers));
    }
    for (const instance of instances) {
      const caller = callerOf(instance);
      const site: StepCopy = {
        outbound: (target, topic) => this.ways.to(caller, target, topic),
      };
      for (const make of makers) make(site, instance);
    }
  }

  /** @param makers take what is to be made for each instance. */
  private program(
    list: readonly ChosenStep[],
    place: string,
    makers: ((copy: StepCopy, instance: Instance) => void)[],
    turns = new Map<string, number>(),
  ): Stage {
    const each = <T>(make: (copy: StepCopy, instance: Instance) => T) => {
      const own: T[] = [];
      makers.push((copy, instance) => own.push(make(copy, instance)));
      return own;
    };
    const site: StepSite = {
      exchange: this.exchange,
      place,
      salt(purpose) {
        const turn = turns.get(purpose) ?? 0;
        turns.set(purpose, turn + 1);
        return salt(`${purpose}#${turn}`);
      },
      effect: (name) => this.effects.indexOf(name),
      outbound: (target, topic) => {
        const outlet = new Outlet(this.exchange, this.ways.operation(target, topic));
        makers.push((_, instance) =>
          this.ways.plan(callerOf(instance), target, (handler) => outlet.add(handler)),
        );
        return outlet;
      },
      each,
      program: (inner) => {
        const hooks = hooksOf(this.program(inner, place, makers, turns));
        return each(
          (_, instance) =>
            new PlacedHandler(place, hooks, null, { process: instance, own: instance }),
        );
      },
    };
    const steps = list.map(({ kind, options }) => {
      const { create } = stepCatalogue.find(kind) as unknown as StepMember;
      return create(options as never, site);
    });
    return program(steps);
  }

  private broker(
    name: string,
    { kind, options }: BrokerSpec,
    services: readonly ServiceModel[],
    all: SubscriptionModel[],
  ): BrokerModel {
    const { create, fetched = false } = brokerCatalogue.find(kind) as unknown as BrokerMember;
    const caller = { name, copy: 0, process: IDEAL_PROCESS };
    const subscribers = Object.keys(options.subscribers).map((operation, n) => {
      const full = this.linked.graph.fullName(operation);
      const service = services.find((each) => each.name === full.split('.')[0]) as ServiceModel;
      return {
        exchange: this.exchange,
        index: all.length + n,
        broker: name,
        place: `${name} -> ${full}`,
        consumers: service.instances.map((process, copy) => ({
          process,
          way: this.ways.toCopy(caller, full, copy, fetched),
        })),
        forward: (other: string, letter: Letter) => this.brokers.get(other)?.take(letter),
      };
    });
    const topics = this.linked.graph.topics(name);
    const site = { exchange: this.exchange, name, subscribers, topics };
    const broker = create(options as never, site);
    for (const [n, subscription] of broker.subscriptions.entries()) {
      all.push({ name: subscribers[n]?.place ?? '', broker: name, subscription });
    }
    this.brokers.set(name, broker);
    this.entries.set(name, [new PlacedHandler(name, broker.hooks())]);
    return broker;
  }

  /** Clients are made last: their handlers need the finished ways. */
  private client(
    name: string,
    spec: ClientSpec,
    index: number,
  ): Omit<ClientModel, 'client'> & { make: () => Client } {
    const { create } = loads.find(spec.load.kind) as unknown as LoadMember;
    const total = Object.values(spec.calls).reduce((sum, share) => sum + share, 0);
    const { graph } = this.linked;
    const wanted = Object.entries(spec.calls).map(([target, share]) => {
      const operation = graph.fullName(target);
      const expected = spec.expects ?? [...graph.effects(operation)];
      return {
        operation,
        share: share / total,
        visits: graph.visits(operation),
        effects: expected.map((effect) => this.effects.indexOf(effect)),
        ways: Array.from({ length: spec.instances }, (_, copy) =>
          this.ways.to({ name, copy, process: IDEAL_PROCESS }, operation),
        ),
      };
    });
    const make = () =>
      new Client(this.exchange, {
        name,
        index,
        root: rootKey(this.root, name, 'client'),
        load: create(spec.load.options as never),
        wanted,
        patience: spec.patience ?? null,
        priority: spec.priority,
        keys: this.keysOf(spec),
        batch: spec.batch,
        limit: spec.requests,
      });
    const usefulWithin = spec['useful-within'] ?? Number.POSITIVE_INFINITY;
    return { name, usefulWithin, wanted, make };
  }

  private keysOf({ keys }: ClientSpec) {
    if (keys === undefined) return null;
    const { create } = keyChoices.find(keys.kind) as unknown as KeyMember;
    return create(keys.options as never);
  }

  private faults(
    services: readonly ServiceModel[],
    brokers: Model['brokers'],
    clients: readonly ClientModel[],
  ): FaultModel[] {
    const named = <T extends { readonly name: string }>(things: readonly T[], name: string) =>
      things.find((thing) => thing.name === name) as T;
    const site: FaultSite = {
      simulation: this.simulation,
      instances: (name, zone) =>
        named(services, name).instances.filter(
          (_, copy) => zone === undefined || zoneOf(this.scenario, name, copy) === zone,
        ),
      links: (from, to) => this.ways.links(from, to),
      broker: (name) => named(brokers, name).broker,
      cluster: (name) => named(brokers, name).broker.cluster as FaultyCluster,
      controlled: (name) => named(brokers, name).broker.controlled as Controlled,
      client: (name) => named(clients, name).client,
    };
    return this.scenario.faults.map(({ kind, options, common }, index) => {
      const { create } = faultCatalogue.find(kind) as unknown as FaultMember;
      const key = rootKey(this.root, `fault ${index}`, kind);
      const strike = create(options as never, site);
      const recurrence = new Recurrence(this.simulation, index, key, common, strike);
      return { name: `${kind} ${options.target}`, recurrence };
    });
  }
}

/** An instance as something that calls others. */
function callerOf(instance: Instance): Caller {
  return { name: instance.service.name, copy: instance.copy, process: instance };
}

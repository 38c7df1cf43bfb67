/** One replication: a model is assembled, observed, run through warm-up, measurement and drain. */
import { Diagnosis } from '../kernel/invariant.js';
import { type Duration, type Instant, SECOND } from '../kernel/time.js';
import { assemble } from '../scenario/assemble.js';
import type { Variant } from '../scenario/compile.js';
import type { Model } from '../scenario/model.js';
import { Attempts, type EdgeResult } from '../telemetry/attempts.js';
import { type EffectResult, Ledger } from '../telemetry/ledger.js';
import { Messages, type SubscriptionResult } from '../telemetry/messages.js';
import { type RequestResult, Requests } from '../telemetry/requests.js';
import { type FaultResult, type PolicyResult, States } from '../telemetry/states.js';
import { type StationPlan, type StationResult, Stations } from '../telemetry/stations.js';

/** Slices of the timeline. */
export const SLICES = 240;

/** What one replication gives. Plain data: it goes between threads and into files as it is. */
export interface RunResult {
  readonly replication: number;
  /** Sixteen hexadecimal digits over every event and outcome. */
  readonly fingerprint: string;
  readonly events: number;
  /** Simulated seconds that were measured, and the length of a slice of the timeline. */
  readonly measured: number;
  readonly slice: number;
  readonly warmup: number;
  readonly clients: Readonly<Record<string, RequestResult>>;
  readonly services: Readonly<Record<string, StationResult>>;
  readonly edges: Readonly<Record<string, EdgeResult>>;
  readonly subscriptions: Readonly<Record<string, SubscriptionResult>>;
  readonly effects: Readonly<Record<string, EffectResult>>;
  readonly policies: readonly PolicyResult[];
  readonly faults: readonly FaultResult[];
}

/** Told how far a run has come, from 0 to 1. */
export type OnProgress = (share: number) => void;

export interface RunOptions {
  /** From 0; each has random numbers of its own. */
  readonly replication: number;
  readonly onProgress?: OnProgress;
  /** Sees the model before it starts: to listen to it, not to change it. */
  readonly observe?: (model: Model) => void;
}

/**
 * Runs one replication of a variant.
 * @throws Diagnosis when the model cannot get anywhere
 */
export function runOnce(
  { linked }: Variant,
  { replication, onProgress, observe }: RunOptions,
): RunResult {
  const { run } = linked.scenario;
  const model = assemble(linked, { seed: run.seed, replication });
  observe?.(model);
  const watch = new Watch(model);
  try {
    return watch.run(run, replication, onProgress ?? (() => {}));
  } catch (error) {
    if (error instanceof Diagnosis) throw explained(error, model);
    throw error;
  }
}

interface Schedule {
  readonly duration: Duration;
  readonly warmup?: Duration;
  readonly drain: Duration;
}

/** A model with everything that observes it. */
class Watch {
  private readonly stations: Stations;
  private readonly requests: Requests;
  private readonly attempts: Attempts;
  private readonly messages: Messages;
  private readonly ledger: Ledger;
  private readonly states: States;

  constructor(private readonly model: Model) {
    const { simulation, services, clients, edges, subscriptions, effects, stateful, faults } =
      model;
    this.stations = new Stations(simulation, services.map(stationPlanOf), model.busy);
    this.requests = new Requests(simulation, clients);
    this.attempts = new Attempts(simulation, edges);
    this.messages = new Messages(
      simulation,
      subscriptions.map(({ name }) => name),
    );
    const expected = clients.map(({ wanted }) => wanted.map((each) => each.effects));
    this.ledger = new Ledger(simulation, effects, expected);
    this.states = new States(
      simulation,
      stateful,
      faults.map(({ name }) => name),
    );
  }

  run(schedule: Schedule, replication: number, onProgress: OnProgress): RunResult {
    const { simulation, clients, faults } = this.model;
    const duration: Instant = simulation.now + schedule.duration;
    const warmup: Instant = Math.min(duration, schedule.warmup ?? Math.floor(duration / 10));
    for (const { recurrence } of faults) recurrence.start();
    for (const { client } of clients) client.start(duration);
    this.measure(duration, warmup, onProgress);
    const end = simulation.now;
    const timelines = this.requests.timelines();
    const services = this.stations.results(end);
    const subscriptions = this.messages.results(end);
    const edges = this.attempts.results();
    const policies = this.states.policies(end);
    this.drain(schedule.drain);
    return {
      replication,
      fingerprint: simulation.fingerprint,
      events: simulation.events,
      measured: (end - warmup) / SECOND,
      slice: duration / SLICES / SECOND,
      warmup: warmup / SECOND,
      clients: this.requests.results(timelines),
      services,
      edges,
      subscriptions,
      effects: this.ledger.results(),
      policies,
      faults: this.states.faultWindows(),
    };
  }

  /** Runs to the end of the duration, slice by slice; observers begin anew when the warm-up is over. */
  private measure(end: Instant, warmup: Instant, onProgress: OnProgress): void {
    const { simulation } = this.model;
    let warm = false;
    for (let slice = 1; slice <= SLICES; slice++) {
      const until = Math.floor((end * slice) / SLICES);
      if (!warm && warmup <= until) {
        // What happens at the very instant is already measured.
        if (warmup > 0) simulation.runUntil(warmup - 1);
        for (const observer of this.observers) observer.restart(warmup);
        warm = true;
      }
      simulation.runUntil(until);
      for (const observer of this.observers) observer.slice(until);
      onProgress(slice / SLICES);
    }
  }

  /** Lets what is under way come to an end, for as long as that takes but not longer than allowed. */
  private drain(limit: Duration): void {
    const { simulation, exchange } = this.model;
    const end = simulation.now + limit;
    const step = Math.max(1, Math.floor(limit / 100));
    while (simulation.now < end && exchange.requests.held > 0) {
      simulation.runUntil(Math.min(end, simulation.now + step));
    }
  }

  private get observers() {
    return [this.stations, this.requests, this.attempts, this.messages, this.ledger, this.states];
  }
}

/** What has to be known of a service of a model to observe it. */
export function stationPlanOf(model: Model['services'][number]): StationPlan {
  const { name, service, cores, instances, isGuarded } = model;
  return {
    name,
    threads: service.threads,
    cores,
    isGuarded,
    instances: instances.map(({ number }) => number),
  };
}

/** A diagnosis that names the longest queue: the place to look first. */
function explained(error: Diagnosis, { services, simulation, exchange }: Model): Diagnosis {
  let place = error.place;
  // A queue that holds less than a tenth of what there is room for is not what grows.
  let longest = exchange.calls.room / 10;
  for (const { name, instances } of services) {
    const queued = instances.reduce((sum, instance) => sum + instance.queued, 0);
    if (queued > longest) {
      longest = queued;
      place = name;
    }
  }
  const at = `after ${(simulation.now / SECOND).toPrecision(4)} s of simulated time`;
  const found = longest > exchange.calls.room / 10;
  const queue = found ? `; ${longest.toLocaleString('en')} of them wait at ${place}` : '';
  return new Diagnosis(`${error.message} ${at}${queue}`, place);
}

/**
 * Active health checks: somebody asks every instance again and again how it is, over the network and at the
 * instance's cost, and senders do not call those that answer badly, or not at all.
 */
import type { Options } from '../catalogue/field.js';
import { list } from '../catalogue/groups.js';
import { choice, duration, integer, reference, share } from '../catalogue/scalars.js';
import { deriveKey, type Keyed } from '../kernel/random.js';
import type { Simulation } from '../kernel/simulation.js';
import type { Instant } from '../kernel/time.js';
import type { Call, Handler } from '../primitives/call.js';
import type { Endpoint, Guard } from '../primitives/endpoint.js';
import type { Exchange } from '../primitives/exchange.js';
import { PlacedHandler } from '../primitives/handler.js';
import { FAULTS, type Fault, Outcome } from '../primitives/outcome.js';
import type { Process } from '../primitives/process.js';

export const HEALTH = {
  calls: reference('operation', {
    doc: 'The operation of the callee that is asked. A check takes its thread, its work and its time there like any other call.',
  }),
  every: duration({
    doc: 'From the end of a check to the next one of the same instance; the first ones are spread over this time.',
    default: '30s',
    min: '1ms',
    source: 'AWS Application Load Balancer; Consul and Kubernetes usually 10 s, HAProxy 2 s',
  }),
  timeout: duration({
    doc: 'A check that takes longer has failed.',
    default: '5s',
    min: '1ns',
    source: 'AWS; Consul: 10 s, Kubernetes: 1 s',
  }),
  healthy: integer({
    doc: 'Good checks in a row that bring an instance back.',
    default: 5,
    min: 1,
    source: 'AWS; Consul and Kubernetes: 1, HAProxy: 2',
  }),
  unhealthy: integer({
    doc: 'Bad checks in a row after which an instance is not called any more.',
    default: 2,
    min: 1,
    source: 'AWS; Consul: 1, Kubernetes and HAProxy: 3',
  }),
  'at-once': list(choice(FAULTS, { doc: 'A fault.' }), {
    doc: 'Faults for which one bad check is enough.',
    default: [],
    source: 'Envoy: server-error, unavailable (HC1)',
  }),
  by: choice(['each-copy', 'one'], {
    doc: 'Who checks: each copy of the caller for itself, or one for all, who hear of it at once.',
    default: 'each-copy',
    source: 'Envoy, AWS per node; Consul and Kubernetes: one',
  }),
  panic: share({
    doc: 'With a smaller share of instances left than this, all are called again; 1% when nobody is left, 0% never.',
    default: '1%',
    source: 'AWS fails open when no target is healthy; Envoy: 50%, Kubernetes: 0%',
  }),
};

/** What checks work with. */
export interface HealthSite {
  readonly exchange: Exchange;
  /** Such as `storefront -> payment`. */
  readonly place: string;
  /** Who checks. */
  readonly process: Process;
  /** Where this copy of the caller stands among all, from 0 to 1. */
  readonly turn: number;
  /** The operation's index at the callee. */
  readonly operation: number;
  /** The randomness of its checks. */
  readonly root: Keyed;
  /** The ways to the instances, by their index. */
  readonly ways: readonly Handler[];
}

/** Who wants to know of the checks of an instance. */
export interface HealthListener {
  /** It may be called from now on, or may not. */
  changed(index: number, isHealthy: boolean, now: Instant): void;
  /** A check of it was good. */
  passed(index: number): void;
}

/** An instance, as checks see it. */
interface Patient {
  readonly index: number;
  readonly prober: Handler;
  isHealthy: boolean;
  /** Checks in a row that say otherwise. */
  row: number;
}

export class HealthChecks {
  private readonly simulation: Simulation;
  private readonly patients: readonly Patient[];
  private readonly listeners: HealthListener[] = [];
  private readonly atOnce: ReadonlySet<Fault | null>;
  private readonly timedOut: Outcome;
  private count = 0;

  constructor(
    private readonly options: Options<typeof HEALTH>,
    private readonly site: HealthSite,
  ) {
    const { exchange, ways, turn, place } = site;
    this.simulation = exchange.simulation;
    this.atOnce = new Set<Fault | null>(options['at-once']);
    this.timedOut = Outcome.failure('timeout', place);
    this.patients = ways.map((way, index) => this.patient(way, index));
    for (const [n, patient] of this.patients.entries()) {
      const share = (n + turn) / this.patients.length;
      const first = this.simulation.now + Math.floor(share * options.every);
      this.simulation.at(first, check, { checks: this, patient, place });
    }
  }

  /** A guard for one sender, who learns of every change. */
  guard(listener: HealthListener): Guard {
    this.listeners.push(listener);
    return {
      panic: this.options.panic,
      admits: ({ index }: Endpoint) => (this.patients[index] as Patient).isHealthy,
    };
  }

  /** Asks one instance, unless whoever asks is down; a process that stands still asks when it goes on. */
  ask(turn: Turn): void {
    const { exchange, process, operation, root } = this.site;
    const { now } = this.simulation;
    if (process.frozenUntil > now) {
      this.simulation.at(process.frozenUntil, check, turn);
      return;
    }
    if (!process.up) {
      this.simulation.after(this.options.every, check, turn);
      return;
    }
    const request = exchange.requests.take();
    // It is nobody's request.
    request.client = -1;
    request.key = -1;
    request.priority = 0;
    deriveKey(request, root, this.count++);
    exchange.begin(request, turn.patient.prober, operation).item = turn;
  }

  private patient(way: Handler, index: number): Patient {
    const { place, process } = this.site;
    const { timeout, every } = this.options;
    const hooks = {
      enter: (call: Call) => {
        call.wake(timeout);
        call.proceed();
      },
      woken: (call: Call) => call.settle(this.timedOut),
      left: (call: Call, outcome: Outcome | null) => {
        const turn = call.item as Turn;
        if (outcome !== null) this.conclude(turn.patient, outcome);
        this.simulation.after(every, check, turn);
      },
    };
    const prober = new PlacedHandler(place, hooks, way, { process });
    return { index, prober, isHealthy: true, row: 0 };
  }

  private conclude(patient: Patient, { ok, fault }: Outcome): void {
    if (ok) for (const listener of this.listeners) listener.passed(patient.index);
    if (ok === patient.isHealthy) {
      patient.row = 0;
      return;
    }
    const { healthy, unhealthy } = this.options;
    const isEnough = ++patient.row >= (ok ? healthy : unhealthy);
    if (!isEnough && !this.atOnce.has(fault)) return;
    patient.isHealthy = ok;
    patient.row = 0;
    for (const listener of this.listeners) listener.changed(patient.index, ok, this.simulation.now);
  }
}

/** One instance's next check; says where it belongs. */
interface Turn {
  readonly checks: HealthChecks;
  readonly patient: Patient;
  readonly place: string;
}

function check(turn: Turn): void {
  turn.checks.ask(turn);
}

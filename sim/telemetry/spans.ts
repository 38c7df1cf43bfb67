/** Spans: what was done for a request, where, from when to when, and what came of it. */
import { draw, salt } from '../kernel/random.js';
import type { Simulation } from '../kernel/simulation.js';
import type { Duration, Instant } from '../kernel/time.js';
import { hexadecimal } from '../math/hexadecimal.js';
import { attemptOver, attemptSent } from '../network/transport.js';
import type { Call } from '../primitives/call.js';
import type { Outcome } from '../primitives/outcome.js';
import { type Request, requestOver } from '../primitives/request.js';
import { callArrived, callLeft, callStarted } from '../services/instance.js';
import { requestAnswered, requestSent } from '../traffic/client.js';

/** A client's request, an attempt to reach something over an edge, or a call that an instance works on. */
export type SpanKind = 'request' | 'attempt' | 'call';

/** One thing done for a request. Times in nanoseconds of simulated time. */
export interface Span {
  /** Names the request: 16 hexadecimal digits, the same in all of its spans. */
  readonly request: string;
  /** From 1, in the order in which spans began. */
  readonly id: number;
  /** The span that it was done for; 0 for a request, and where that one is not known. */
  readonly parent: number;
  readonly kind: SpanKind;
  /** The client or service that did it. */
  readonly entity: string;
  /** Which copy of a service, from 0; 0 for the others. */
  readonly copy: number;
  /** The operation, or for an attempt what was called. */
  readonly name: string;
  readonly from: Instant;
  readonly to: Instant;
  /** Of that time, in the queue of an instance. */
  readonly waited: Duration;
  /** `full`, `partial`, `substitute`, a fault, or `cancelled`: nobody waited for the answer. */
  readonly outcome: string;
  /** Who failed; empty when nobody did. */
  readonly by: string;
}

/** Names for what a model knows by numbers. */
export interface SpanPlan {
  readonly clients: readonly { readonly name: string; readonly wanted: readonly string[] }[];
  readonly services: readonly {
    readonly name: string;
    readonly operations: readonly string[];
    /** The number of its first instance. */
    readonly first: number;
  }[];
  /** Such as `storefront -> payment`. */
  readonly edges: readonly string[];
}

/** A span that is not over. */
interface Open {
  readonly id: number;
  readonly parent: number;
  readonly from: Instant;
  waited: Duration;
}

const SAMPLE = salt('spans.sample');

export class Spans {
  /** In the order in which they ended. */
  readonly ended: Span[] = [];
  /** Spans for which there was no room. */
  dropped = 0;
  private begun = 0;
  private readonly open = new Map<Call, Open>();
  private readonly requests = new Map<Request, Open>();

  /**
   * @param share of the requests that are followed, chosen by their keys: the same in every strategy.
   * @param room for so many spans; later ones are only counted.
   */
  constructor(
    private readonly simulation: Simulation,
    private readonly plan: SpanPlan,
    private readonly share: number,
    private readonly room: number,
  ) {
    const { probe } = simulation;
    probe.on(requestSent, (request) => {
      if (this.follows(request)) this.requests.set(request, this.begin(0));
    });
    probe.on(requestAnswered, (request, outcome) => this.answered(request, outcome));
    probe.on(requestOver, (request) => this.requests.delete(request));
    probe.on(attemptSent, (_, call) => this.enter(call));
    const edges = plan.edges.map((edge): Place => {
      const [entity = '', name = ''] = edge.split(' -> ');
      return { kind: 'attempt', entity, copy: 0, name };
    });
    probe.on(attemptOver, (edge, call, outcome) => {
      this.leave(call, outcome, () => edges[edge] as Place);
    });
    probe.on(callArrived, (_, call) => this.enter(call));
    probe.on(callStarted, (_, call) => {
      const open = this.open.get(call);
      if (open !== undefined) open.waited = simulation.now - open.from;
    });
    probe.on(callLeft, ({ serviceIndex, options: { number } }, call, outcome) => {
      this.leave(call, outcome, () => {
        const { name: entity, operations, first } = plan.services[serviceIndex] as Service;
        const name = operations[call.operation] as string;
        return { kind: 'call', entity, copy: number - first, name };
      });
    });
  }

  private follows(request: Request): boolean {
    return this.share === 1 || draw(request, SAMPLE) < this.share;
  }

  private begin(parent: number): Open {
    return { id: ++this.begun, parent, from: this.simulation.now, waited: 0 };
  }

  private enter(call: Call): void {
    if (this.follows(call.request)) this.open.set(call, this.begin(this.parentOf(call)));
  }

  /** The span of the nearest call that this one is part of; of the request when there is none. */
  private parentOf({ parent, request }: Call): number {
    for (let each = parent; each !== null; each = each.parent) {
      const open = this.open.get(each);
      if (open !== undefined) return open.id;
    }
    return this.requests.get(request)?.id ?? 0;
  }

  private answered(request: Request, outcome: Outcome): void {
    const open = this.requests.get(request);
    if (open === undefined) return;
    const { name: entity, wanted } = this.plan.clients[request.client] as Client;
    const name = wanted[request.wanted] as string;
    // The request is told from the instant at which it was meant to be sent.
    const from = request.sentAt;
    this.end({ ...open, from }, request, outcome, { kind: 'request', entity, copy: 0, name });
  }

  /** @param place asked only where a span ends: most calls are not followed. */
  private leave(call: Call, outcome: Outcome | null, place: () => Place): void {
    const open = this.open.get(call);
    if (open === undefined) return;
    this.open.delete(call);
    this.end(open, call.request, outcome, place());
  }

  private end(open: Open, request: Request, outcome: Outcome | null, place: Place): void {
    if (this.ended.length === this.room) {
      this.dropped++;
      return;
    }
    this.ended.push({
      request: hexadecimal(request.keyHigh) + hexadecimal(request.keyLow),
      ...open,
      ...place,
      to: this.simulation.now,
      outcome: outcome === null ? 'cancelled' : (outcome.fault ?? outcome.grade),
      by: outcome?.fault === null ? '' : (outcome?.by ?? ''),
    });
  }
}

type Place = Pick<Span, 'kind' | 'entity' | 'copy' | 'name'>;
type Client = SpanPlan['clients'][number];
type Service = SpanPlan['services'][number];

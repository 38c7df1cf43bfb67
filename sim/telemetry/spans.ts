/** Spans: what was done for a request, where, from when to when, and what came of it. */
import { draw, salt } from '../kernel/random.js';
import type { Simulation } from '../kernel/simulation.js';
import type { Duration, Instant } from '../kernel/time.js';
import { hexadecimal } from '../math/hexadecimal.js';
import { attemptOver, attemptSent } from '../network/transport.js';
import type { Call } from '../primitives/call.js';
import type { Outcome } from '../primitives/outcome.js';
import type { Request, SpanMark } from '../primitives/request.js';
import { callArrived, callLeft, callStarted } from '../services/service.js';
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
  readonly edges: readonly { readonly from: string; readonly to: string }[];
}

/** The name of a request, which all of its spans have together. */
class Name {
  private text: string | null = null;

  constructor(
    private readonly high: number,
    private readonly low: number,
  ) {}

  toString(): string {
    this.text ??= hexadecimal(this.high) + hexadecimal(this.low);
    return this.text;
  }
}

/** A span as it is noted, with numbers for names: most cost is in the names. */
class Note implements SpanMark {
  waited: Duration = 0;
  to: Instant = 0;
  outcome: Outcome | null = null;
  /** The client, edge or service; the copy, and what is asked for, by number. */
  entity = 0;
  copy = 0;
  name = 0;

  constructor(
    readonly request: Name,
    readonly id: number,
    readonly parent: number,
    readonly kind: SpanKind,
    readonly from: Instant,
  ) {}
}

const SAMPLE = salt('spans.sample');

export class Spans {
  /** Spans for which there was no room. */
  dropped = 0;
  private begun = 0;
  /** In the order in which they ended. */
  private readonly notes: Note[] = [];

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
      // The request is told from the instant at which it was meant to be sent.
      if (!this.follows(request)) return;
      const name = new Name(request.keyHigh, request.keyLow);
      request.span = this.begin(name, 'request', 0, request.sentAt);
    });
    probe.on(requestAnswered, (request, outcome) => {
      const { span, client, wanted } = request;
      if (span !== null) this.end(span as Note, outcome, client, 0, wanted);
    });
    probe.on(attemptSent, (_, call) => this.enter(call, 'attempt'));
    probe.on(attemptOver, (edge, call, outcome) => {
      this.leave(call, outcome, edge, 0);
    });
    probe.on(callArrived, (_, call) => this.enter(call, 'call'));
    probe.on(callStarted, (_, call) => {
      const span = call.span as Note | null;
      if (span !== null) span.waited = simulation.now - span.from;
    });
    probe.on(callLeft, ({ service, number }, call, outcome) => {
      this.leave(call, outcome, service.index, number);
    });
  }

  /** In the order in which they ended. */
  get ended(): readonly Span[] {
    return this.notes.map((note) => {
      const { id, parent, kind, from, to, waited, outcome } = note;
      const request = note.request.toString();
      const end = outcome === null ? 'cancelled' : (outcome.fault ?? outcome.grade);
      const by = outcome?.fault === null ? '' : (outcome?.by ?? '');
      const place = this.placeOf(note);
      return { request, id, parent, from, waited, kind, ...place, to, outcome: end, by };
    });
  }

  private follows(request: Request): boolean {
    return this.share === 1 || draw(request, SAMPLE) < this.share;
  }

  private begin(request: Name, kind: SpanKind, parent: number, from: Instant): Note {
    return new Note(request, ++this.begun, parent, kind, from);
  }

  private enter(call: Call, kind: SpanKind): void {
    const whole = call.request.span as Note | null;
    if (whole === null) return;
    call.span = this.begin(whole.request, kind, parentOf(call), this.simulation.now);
  }

  private leave(call: Call, outcome: Outcome | null, entity: number, copy: number): void {
    const { span } = call;
    if (span === null) return;
    this.end(span as Note, outcome, entity, copy, call.operation);
    call.span = null;
  }

  private end(
    note: Note,
    outcome: Outcome | null,
    entity: number,
    copy: number,
    name: number,
  ): void {
    if (this.notes.length === this.room) {
      this.dropped++;
      return;
    }
    note.to = this.simulation.now;
    note.outcome = outcome;
    note.entity = entity;
    note.copy = copy;
    note.name = name;
    this.notes.push(note);
  }

  private placeOf({ kind, entity, copy, name }: Note): Pick<Span, 'entity' | 'copy' | 'name'> {
    const { clients, edges, services } = this.plan;
    if (kind === 'request') {
      const { name: client, wanted } = clients[entity] as SpanPlan['clients'][number];
      return { entity: client, copy: 0, name: wanted[name] as string };
    }
    if (kind === 'attempt') {
      const { from, to } = edges[entity] as SpanPlan['edges'][number];
      return { entity: from, copy: 0, name: to };
    }
    const { name: service, operations, first } = services[entity] as SpanPlan['services'][number];
    return { entity: service, copy: copy - first, name: operations[name] as string };
  }
}

/** The span of the nearest call that a call is part of; of the request when there is none. */
function parentOf({ parent, request }: Call): number {
  for (let each = parent; each !== null; each = each.parent) {
    if (each.span !== null) return each.span.id;
  }
  return request.span?.id ?? 0;
}

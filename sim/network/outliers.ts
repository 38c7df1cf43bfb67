/**
 * Outlier detection: a sender takes endpoints out of its rotation that are worse than the others, and lets
 * them back in after a time, longer with every time. How long is looked at in sweeps only.
 */

import type { Options } from '../catalogue/field.js';
import { list } from '../catalogue/groups.js';
import { choice, duration, share } from '../catalogue/scalars.js';
import type { Simulation } from '../kernel/simulation.js';
import type { Duration, Instant } from '../kernel/time.js';
import type { Endpoint, Guard } from '../primitives/endpoint.js';
import { FAULTS, type Fault, type Outcome } from '../primitives/outcome.js';
import type { Detection, DetectionMember, Standing, Terms } from './detection.js';
import { detections } from './detections/index.js';

export const OUTLIERS = {
  detect: list(detections.field({ doc: 'A detection.' }), {
    doc: 'What makes an endpoint an outlier.',
    default: ['consecutive', 'success-rate'],
    min: 1,
    source: 'Envoy, what is enforced; Istio: consecutive only; gRPC: without consecutive',
  }),
  every: duration({
    doc: 'From sweep to sweep.',
    default: '10s',
    min: '1ms',
    source: 'Envoy, Istio and gRPC interval',
  }),
  'eject-for': duration({
    doc: 'How long the first ejection lasts; the second twice as long, and so on, less again for each sweep without one. The next sweep ends it.',
    default: '30s',
    min: '1ms',
    source: 'Envoy, Istio and gRPC base_ejection_time',
  }),
  longest: duration({
    doc: 'How long one lasts at most.',
    default: '300s',
    source: 'Envoy and gRPC max_ejection_time',
  }),
  most: share({
    doc: 'Share of the endpoints that may be ejected at a time.',
    default: '10%',
    source: 'Envoy, Istio and gRPC max_ejection_percent',
  }),
  cap: choice(['after', 'before', 'first-always'], {
    doc: 'What `most` bounds: the share once one more is ejected, so that 10 % of nine endpoints is nobody; the share before; or the former, but the first may always be ejected.',
    default: 'after',
    source:
      'Envoy since always_eject_one_host; gRPC A50: before; Envoy before: first-always (V2, V7)',
  }),
  panic: share({
    doc: 'With a smaller share of endpoints left than this, all are used again, ejected or not; 0% never does.',
    default: '50%',
    source: 'Envoy healthy_panic_threshold; Istio, gRPC and NGINX: 0%',
  }),
  counts: list(choice(FAULTS, { doc: 'A fault.' }), {
    doc: 'Faults that count as failures; without, all but rate-limited. A sender that leaves, as after a timeout, counts as one in any case.',
    optional: true,
    min: 1,
  }),
};

/** An endpoint and what is known of it. */
interface Host extends Standing {
  readonly endpoint: Endpoint;
  ejected: boolean;
  ejectedAt: Instant;
  returnedAt: Instant;
  /** Ejections, less the sweeps without one. */
  times: number;
}

/** What becomes of an endpoint; each begins in use. */
export type EjectionState = 'in use' | 'ejected';

/** Keeps a sender from endpoints that are worse than the others. */
export class Outliers implements Guard {
  readonly panic: number;
  private readonly hosts: readonly Host[];
  private readonly hostOf: ReadonlyMap<Endpoint, Host>;
  private readonly detections: readonly Detection[];
  /** What some detections have of their own to say about who may be called. */
  private readonly terms: readonly Terms[];
  private readonly counted: (fault: Fault) => boolean;
  private ejected = 0;
  private sweeping = false;

  constructor(
    private readonly simulation: Simulation,
    private readonly options: Options<typeof OUTLIERS>,
    endpoints: readonly Endpoint[],
    /** An endpoint has come into that state. */
    private readonly changed: (endpoint: Endpoint, state: EjectionState) => void,
  ) {
    this.panic = options.panic;
    this.hosts = endpoints.map((endpoint) => ({
      endpoint,
      total: 0,
      failed: 0,
      row: 0,
      ejected: false,
      ejectedAt: 0,
      returnedAt: 0,
      times: 0,
    }));
    this.hostOf = new Map(this.hosts.map((host) => [host.endpoint, host]));
    this.detections = options.detect.map(({ kind, options: chosen }) => {
      const { create } = detections.find(kind) as unknown as DetectionMember;
      return create(chosen as never);
    });
    this.terms = this.detections.flatMap(({ terms }) => terms?.(endpoints) ?? []);
    const { counts } = options;
    this.counted = (fault) =>
      counts === undefined ? fault !== 'rate-limited' : counts.includes(fault);
  }

  get wavers(): boolean {
    return this.terms.some(({ wavers }) => wavers);
  }

  admits(endpoint: Endpoint, now: Instant): boolean {
    const { ejected } = this.hostOf.get(endpoint) as Host;
    return !ejected && this.terms.every((each) => each.admits(endpoint, now));
  }

  picked(endpoint: Endpoint, now: Instant): void {
    for (const each of this.terms) each.picked(endpoint, now);
  }

  answered(endpoint: Endpoint, outcome: Outcome | null, _: Duration, now: Instant): void {
    const host = this.hostOf.get(endpoint) as Host;
    const ok = outcome !== null && (outcome.fault === null || !this.counted(outcome.fault));
    for (const each of this.terms) each.answered(endpoint, ok, now);
    host.total++;
    host.row = ok ? 0 : host.row + 1;
    if (!ok) {
      host.failed++;
      if (this.detections.some((each) => each.failed?.(host) === true)) this.eject(host);
    }
    this.watch();
  }

  /** A health check says that an endpoint is well: it comes back at once. */
  acquit(endpoint: Endpoint): void {
    const host = this.hostOf.get(endpoint) as Host;
    if (host.ejected) this.letIn(host);
  }

  /** Sweeps come at whole intervals, and only while there is something to look at. */
  private watch(): void {
    if (this.sweeping) return;
    this.sweeping = true;
    const { every } = this.options;
    const next = (Math.floor(this.simulation.now / every) + 1) * every;
    this.simulation.at(next, sweep, this);
  }

  /** A whole interval is over. */
  sweep(): void {
    this.sweeping = false;
    for (const host of this.hosts) this.reconsider(host);
    for (const { swept } of this.detections) {
      const isOutlier = swept?.(this.hosts);
      if (isOutlier === undefined) continue;
      for (const host of this.hosts) if (!host.ejected && isOutlier(host)) this.eject(host);
    }
    for (const host of this.hosts) {
      host.total = 0;
      host.failed = 0;
    }
    if (this.hosts.some(({ ejected, times }) => ejected || times > 0)) this.watch();
  }

  /** An ejection may be over; somebody who has behaved for an interval is trusted a little more. */
  private reconsider(host: Host): void {
    const { now } = this.simulation;
    const { 'eject-for': base, longest, every } = this.options;
    if (host.ejected) {
      if (now - host.ejectedAt < Math.min(base * host.times, Math.max(longest, base))) return;
      this.letIn(host);
    } else if (now - host.returnedAt >= every) host.times = Math.max(0, host.times - 1);
  }

  private letIn(host: Host): void {
    host.ejected = false;
    host.returnedAt = this.simulation.now;
    host.row = 0;
    this.ejected--;
    this.changed(host.endpoint, 'in use');
  }

  private eject(host: Host): void {
    if (host.ejected || !this.hasRoom()) return;
    const { 'eject-for': base, longest } = this.options;
    if (base * host.times < Math.max(longest, base) + base) host.times++;
    host.ejected = true;
    host.ejectedAt = this.simulation.now;
    this.ejected++;
    this.changed(host.endpoint, 'ejected');
  }

  private hasRoom(): boolean {
    const { most, cap } = this.options;
    const { length } = this.hosts;
    if (cap === 'before') return this.ejected < most * length;
    if (cap === 'first-always' && this.ejected === 0) return true;
    return this.ejected + 1 <= most * length;
  }
}

function sweep(outliers: Outliers): void {
  outliers.sweep();
}

/** What health checks find out, brought to one sender. */
import type { Instant } from '../kernel/time.js';
import type { Endpoint } from '../primitives/endpoint.js';
import type { HealthListener } from './health.js';
import type { Outliers } from './outliers.js';
import type { Rotation } from './rotation.js';

export class Patients implements HealthListener {
  private readonly byIndex: ReadonlyMap<number, Endpoint>;

  constructor(
    endpoints: readonly Endpoint[],
    private readonly rotation: Rotation,
    private readonly suspects: Outliers | null,
  ) {
    this.byIndex = new Map(endpoints.map((endpoint) => [endpoint.index, endpoint]));
  }

  changed(index: number, isHealthy: boolean, now: Instant): void {
    if (isHealthy) (this.byIndex.get(index) as Endpoint).putBackAt = now;
    this.rotation.changed();
  }

  /** An outlier that is well comes back (Envoy successful_active_health_check_uneject_host). */
  passed(index: number): void {
    this.suspects?.acquit(this.byIndex.get(index) as Endpoint);
  }
}

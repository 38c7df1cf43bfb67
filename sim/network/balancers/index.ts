/** The catalogue of balancers: one line each. */
import { Catalogue } from '../../catalogue/catalogue.js';
import { deferred, type Field, mapped } from '../../catalogue/field.js';
import type { BalancerMember, MakeBalancer } from '../../primitives/endpoint.js';
import { choices } from './choices.js';
import { elsewhere } from './elsewhere.js';
import { leastInFlight } from './least-in-flight.js';
import { leastRequest } from './least-request.js';
import { maglev } from './maglev.js';
import { peakEwma } from './peak-ewma.js';
import { random } from './random.js';
import { ringHash } from './ring-hash.js';
import { roundRobin } from './round-robin.js';
import { smoothWeighted } from './smooth-weighted.js';
import { stickyOf } from './sticky.js';
import { weighted } from './weighted.js';
import { zoneAwareOf } from './zone-aware.js';
import { zoneFirstOf } from './zone-first.js';

/** A balancer inside another: TypeScript needs its type cut short somewhere. */
type NestedBalancer = string | { readonly [kind: string]: unknown };

const nested: Field<NestedBalancer, MakeBalancer, 'defaulted'> = deferred(
  { doc: 'Which balancer chooses, where this one leaves a choice.', default: 'round-robin' },
  'a balancer',
  () =>
    mapped(balancers.field({ doc: '' }), (chosen) => makerOf(chosen)) as unknown as Field<
      NestedBalancer,
      MakeBalancer
    >,
);

export const balancers = new Catalogue('balancer', 'balancers', [
  roundRobin,
  random,
  leastInFlight,
  choices,
  leastRequest,
  peakEwma,
  weighted,
  smoothWeighted,
  ringHash,
  maglev,
  elsewhere,
  stickyOf(nested),
  zoneAwareOf(nested),
  zoneFirstOf(nested),
]);

/** How the balancer is made that was chosen in a scenario. */
export function makerOf({ kind, options }: { kind: string; options: unknown }): MakeBalancer {
  const { create } = balancers.find(kind) as unknown as BalancerMember;
  return (endpoints, site) => create(options as never, endpoints, site);
}

/** Whether a balancer goes by nothing that its sender alone knows. */
export function isBlind({ kind }: { kind: string }): boolean {
  return (balancers.find(kind) as unknown as BalancerMember).blind === true;
}

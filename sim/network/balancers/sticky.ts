import type { Field } from '../../catalogue/field.js';
import { choice, duration } from '../../catalogue/scalars.js';
import type { Instant } from '../../kernel/time.js';
import type { Call } from '../../primitives/call.js';
import {
  type Balancer,
  defineBalancer,
  type Endpoint,
  type MakeBalancer,
  rebalanced,
} from '../../primitives/endpoint.js';
import { Fading } from '../../primitives/fading.js';

/** Where the calls of a key go, and when the last of them was sent. */
interface Bond {
  index: number;
  usedAt: Instant;
}

/** @param within the field of the balancer that makes the first choice. */
export function stickyOf<In>(within: Field<In, MakeBalancer, 'defaulted'>) {
  return defineBalancer({
    kind: 'sticky',
    summary:
      'A client key stays with the endpoint that it met first until that is out of use, and then with another. Calls without a key are balanced each for itself.',
    source: 'AWS Application Load Balancer sticky sessions; HAProxy cookie and stick-table',
    options: {
      within,
      lasts: duration({
        doc: 'A key that has not come for so long is balanced anew.',
        default: '24h',
        source: 'AWS lb_cookie.duration_seconds',
      }),
      kept: choice(['cookie', 'table'], {
        doc: 'Who remembers: the client, so that all copies of the sender know, or each copy for itself.',
        default: 'cookie',
        source: 'AWS; HAProxy stick-table: table',
      }),
    },
    shorthand: 'within',
    create({ within: make, lasts, kept }, all, site): Balancer {
      const fresh = () => new Fading<Bond>(({ usedAt }, now) => now - usedAt > lasts);
      const bonds = kept === 'cookie' ? site.shared('sticky', fresh) : fresh();
      const over = (endpoints: readonly Endpoint[]) => make(endpoints, site);
      let inner = over(all);
      let inUse = byIndex(all);
      const bound = (bond: Bond | undefined, now: Instant) =>
        bond === undefined || now - bond.usedAt > lasts ? undefined : inUse.get(bond.index);
      return {
        update(endpoints) {
          inUse = byIndex(endpoints);
          inner = rebalanced(inner, endpoints, over);
        },
        pick(call: Call) {
          const { key } = call.request;
          if (key < 0) return inner.pick(call);
          const { now } = call.exchange.simulation;
          const bond = bonds.get(key);
          const endpoint = bound(bond, now) ?? inner.pick(call);
          if (bond === undefined) bonds.set(key, { index: endpoint.index, usedAt: now }, now);
          else {
            bond.index = endpoint.index;
            bond.usedAt = now;
          }
          return endpoint;
        },
        answered: (endpoint, outcome, took, now) => inner.answered?.(endpoint, outcome, took, now),
      };
    },
  });
}

function byIndex(endpoints: readonly Endpoint[]): ReadonlyMap<number, Endpoint> {
  return new Map(endpoints.map((endpoint) => [endpoint.index, endpoint]));
}

import type { Field } from '../../catalogue/field.js';
import { integer } from '../../catalogue/scalars.js';
import { draw, salt } from '../../kernel/random.js';
import {
  type BalancerSite,
  defineBalancer,
  type Endpoint,
  type MakeBalancer,
} from '../../primitives/endpoint.js';
import { byZone, type Part, Parts } from './zones.js';

const ZONE = salt('balancer.zone-aware');

/** @param within the field of the balancer inside a zone. */
export function zoneAwareOf<In>(within: Field<In, MakeBalancer, 'defaulted'>) {
  return defineBalancer({
    kind: 'zone-aware',
    zoned: true,
    summary:
      'Stays in the zone of the sender as far as the endpoints there are enough for the senders there; what is too much spills over to zones with more endpoints than senders. All endpoints stay equally busy.',
    source: 'Envoy zone aware routing (LB11)',
    options: {
      within,
      minimum: integer({
        doc: 'With fewer endpoints in use than this, zones do not matter.',
        default: 6,
        min: 1,
        source: 'Envoy upstream.zone_routing.min_cluster_size',
      }),
    },
    shorthand: 'within',
    create: ({ within: make, minimum }, all, site) =>
      new Parts(
        all,
        (endpoints) => make(endpoints, site),
        (endpoints) => divided(endpoints, minimum, site),
        (call) => draw(call, ZONE),
      ),
  });
}

function divided(
  endpoints: readonly Endpoint[],
  minimum: number,
  site: BalancerSite,
): readonly Part[] {
  const own = site.zone;
  const senders = site.senders();
  const zones = byZone(endpoints);
  const near = own === null ? undefined : zones.get(own);
  const located = [...zones.values()].reduce((sum, { length }) => sum + length, 0);
  const doesMatter =
    near !== undefined &&
    located === endpoints.length &&
    endpoints.length >= minimum &&
    zones.size > 1 &&
    zones.size === senders.size;
  if (!doesMatter) return [{ name: '', endpoints, share: 1 }];

  const callers = [...senders.values()].reduce((sum, count) => sum + count, 0);
  /** By how much a zone's share of the endpoints is larger than its share of the senders. */
  const spare = (zone: string) =>
    (zones.get(zone)?.length ?? 0) / endpoints.length - (senders.get(zone) ?? 0) / callers;
  const home = own as string;
  const share =
    spare(home) >= 0
      ? 1
      : near.length / endpoints.length / ((senders.get(home) as number) / callers);
  const others = [...zones.keys()].filter((zone) => zone !== home && spare(zone) > 0);
  const room = others.reduce((sum, zone) => sum + spare(zone), 0);
  return [
    { name: home, endpoints: near, share },
    ...others.map((zone) => ({
      name: zone,
      endpoints: zones.get(zone) as Endpoint[],
      share: ((1 - share) * spare(zone)) / room,
    })),
  ];
}

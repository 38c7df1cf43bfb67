import type { Field } from '../../catalogue/field.js';
import { number } from '../../catalogue/scalars.js';
import { draw, salt } from '../../kernel/random.js';
import { defineBalancer, type Endpoint, type MakeBalancer } from '../../primitives/endpoint.js';
import { type Part, Parts } from './zones.js';

const ZONE = salt('balancer.zone-first');

/** @param within the field of the balancer inside a zone, and over all others. */
export function zoneFirstOf<In>(within: Field<In, MakeBalancer, 'defaulted'>) {
  return defineBalancer({
    kind: 'zone-first',
    zoned: true,
    summary:
      'Stays in the zone of the sender while enough of its endpoints are in use; then a share of the calls goes to the other zones, and all when none is left. It does not look at how busy they are.',
    source: 'Istio locality failover; Envoy priority levels (LB10)',
    options: {
      within,
      overprovisioning: number({
        doc: 'How many times as much as its share the endpoints of a zone that are left may carry.',
        default: 1.4,
        min: 1,
        max: 1000,
        source: 'Envoy overprovisioning_factor 140',
      }),
    },
    shorthand: 'within',
    create({ within: make, overprovisioning: factor }, all, site) {
      const isNear = ({ zone }: Endpoint) => zone !== null && zone === site.zone;
      const isFar = (endpoint: Endpoint) => !isNear(endpoint);
      /** In percent, as whole numbers (Envoy): what those of a group that are left can carry. */
      const availability = (left: number, of: number) =>
        left === 0 ? 0 : Math.min(100, Math.max(1, Math.floor((100 * factor * left) / of)));
      const divide = (inUse: readonly Endpoint[]): readonly Part[] => {
        const near = inUse.filter(isNear);
        const far = inUse.filter(isFar);
        const first = availability(near.length, all.filter(isNear).length);
        const second = availability(far.length, all.filter(isFar).length);
        const share = first / Math.min(100, first + second);
        return [
          { name: 'near', endpoints: near, share },
          { name: 'far', endpoints: far, share: 1 - share },
        ];
      };
      return new Parts(
        all,
        (endpoints) => make(endpoints, site),
        divide,
        (call) => draw(call, ZONE),
      );
    },
  });
}

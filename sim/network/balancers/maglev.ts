import { salt } from '../../kernel/random.js';
import { defineBalancer, type Endpoint } from '../../primitives/endpoint.js';
import { hash, placeOf } from './hashing.js';

const OFFSET = salt('balancer.maglev.offset');
const SKIP = salt('balancer.maglev.skip');

/** A prime, so that every permutation visits every slot. */
const SLOTS = 65_537;

/** Endpoints take slots in turn, each by a permutation of its own. */
function filled(endpoints: readonly Endpoint[]): readonly Endpoint[] {
  const table = new Array<Endpoint | undefined>(SLOTS).fill(undefined);
  const walks = [...endpoints]
    .sort((a, b) => a.index - b.index)
    .map((endpoint) => ({
      endpoint,
      slot: Math.floor(hash(endpoint.index, 0, OFFSET) * SLOTS),
      skip: 1 + Math.floor(hash(endpoint.index, 0, SKIP) * (SLOTS - 1)),
    }));
  for (let taken = 0; taken < SLOTS; taken++) {
    const walk = walks[taken % walks.length] as (typeof walks)[number];
    while (table[walk.slot] !== undefined) walk.slot = (walk.slot + walk.skip) % SLOTS;
    table[walk.slot] = walk.endpoint;
  }
  return table as Endpoint[];
}

export const maglev = defineBalancer({
  kind: 'maglev',
  summary:
    'Looks the endpoint of a client key up in a table of equal shares: a key always meets the same one. Without keys all calls do.',
  source: 'Eisenbud et al., Maglev, NSDI 2016; Envoy, table of 65,537 (LB8)',
  options: {},
  create(_, endpoints) {
    const table = filled(endpoints);
    return { pick: ({ request }) => table[Math.floor(placeOf(request.key) * SLOTS)] as Endpoint };
  },
});

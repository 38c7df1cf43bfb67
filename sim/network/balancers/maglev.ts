import { list } from '../../catalogue/groups.js';
import { number } from '../../catalogue/scalars.js';
import { salt } from '../../kernel/random.js';
import { defineBalancer, type Endpoint } from '../../primitives/endpoint.js';
import { agreed, byIndex, hash, placeOf } from './hashing.js';
import { OPTIONAL_WEIGHTS, someWeight, weightOf } from './weights.js';

const OFFSET = salt('balancer.maglev.offset');
const SKIP = salt('balancer.maglev.skip');

/** A prime, so that every permutation visits every slot. */
const SLOTS = 65_537;

/** Who takes slots by a permutation of its own, the more often the more it weighs. */
interface Walk {
  readonly index: number;
  readonly weight: number;
  readonly skip: number;
  slot: number;
  /** The weight that it must have had in turns to take the next slot. */
  target: number;
}

/** A slot that nobody has taken. */
const FREE = -1;

/** Endpoints, by index, take slots in turn; who weighs half as much as the heaviest, in every other round. */
function filled(indices: readonly number[], weights: readonly number[]): Int32Array {
  const table = new Int32Array(SLOTS).fill(FREE);
  const walks: readonly Walk[] = indices
    .map((index) => ({
      index,
      weight: weightOf(index, weights),
      slot: Math.floor(hash(index, 0, OFFSET) * SLOTS),
      skip: 1 + Math.floor(hash(index, 0, SKIP) * (SLOTS - 1)),
      target: 0,
    }))
    .filter(({ weight }) => weight > 0);
  const heaviest = Math.max(...walks.map(({ weight }) => weight));
  let taken = 0;
  for (let round = 1; walks.length > 0; round++) {
    for (const walk of walks) {
      if (round * walk.weight < walk.target) continue;
      walk.target += heaviest;
      while (table[walk.slot] !== FREE) walk.slot = (walk.slot + walk.skip) % SLOTS;
      table[walk.slot] = walk.index;
      if (++taken === SLOTS) return table;
    }
  }
  return table;
}

export const maglev = defineBalancer({
  kind: 'maglev',
  summary:
    'Looks the endpoint of a client key up in a table of shares by weight: a key always meets the same one. Without keys all calls do.',
  source: 'Eisenbud et al., Maglev, NSDI 2016; Envoy, table of 65,537 (LB8)',
  options: {
    weights: list(
      number({ doc: 'A weight, relative to the others.', min: 0, max: 1000 }),
      OPTIONAL_WEIGHTS,
    ),
  },
  shorthand: 'weights',
  check: someWeight,
  create({ weights }, endpoints, site) {
    const table = agreed('table', endpoints, site, (indices) => filled(indices, weights));
    const places = byIndex(endpoints);
    return {
      pick({ request }) {
        const index = table[Math.floor(placeOf(request.key) * SLOTS)] as number;
        // Where nobody who is left has any weight, somebody has to do.
        return (index === FREE ? endpoints[0] : places[index]) as Endpoint;
      },
    };
  },
});

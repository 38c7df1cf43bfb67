import { list } from '../catalogue/groups.js';
import { integer, share } from '../catalogue/scalars.js';
import type { Witness } from '../primitives/call.js';
import { Outcome } from '../primitives/outcome.js';
import { definePolicy } from './policy.js';

export const loadShed = definePolicy({
  kind: 'load-shed',
  role: 'rations',
  summary:
    'As it fills up, turns the less important calls away first, by the priority of the client.',
  source:
    'Google SRE book, ch. 21, criticality; Netflix, Keeping Netflix Reliable Using Prioritized Load Shedding, 2020',
  options: {
    calls: integer({ doc: 'Calls under way at once, of any priority.', min: 1 }),
    shares: list(share({ doc: 'A share of `calls`.', min: 0 }), {
      doc: 'How full it may be for a call of priority 0, 1, 2 and so on to be let in; the last one holds for all beyond.',
      default: ['100%', '90%', '75%', '50%'],
      min: 1,
      max: 100,
      source: 'four classes, from CRITICAL_PLUS to SHEDDABLE',
    }),
  },
  shorthand: 'calls',
  create({ calls, shares }, { place }) {
    const shed = Outcome.failure('shed', place);
    const bounds = shares.map((part) => part * calls);
    let inside = 0;
    const seat: Witness = {
      over() {
        inside--;
        return false;
      },
    };
    return {
      enter(call) {
        const bound = bounds[Math.min(call.request.priority, bounds.length - 1)] as number;
        if (inside >= bound) {
          call.settle(shed);
          return;
        }
        inside++;
        call.pass(seat);
      },
    };
  },
});

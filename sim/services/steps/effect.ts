import { text } from '../../catalogue/scalars.js';
import { Fact } from '../../kernel/probe.js';
import type { Request } from '../../primitives/request.js';
import { defineStep } from '../step.js';

/** A business effect has taken place for a request. */
export const effectApplied = new Fact<[effect: number, request: Request]>('effect.applied');

export const effect = defineStep({
  kind: 'effect',
  summary:
    'A business effect takes place: a card is charged, a parcel is sent. The ledger counts it.',
  source: 'end-to-end argument: Saltzer, Reed and Clark, ACM TOCS 2(4), 1984',
  options: { name: text({ doc: 'What happens, such as `charge`.' }) },
  shorthand: 'name',
  read: ({ name }) => ({ effects: [name] }),
  create({ name }, site) {
    const index = site.effect(name);
    const applied = site.exchange.simulation.probe.channel(effectApplied);
    return {
      begin(call) {
        const { request } = call;
        request.effects[index] = (request.effects[index] ?? 0) + 1;
        applied.emit(index, request);
        site.next(call);
      },
    };
  },
});

import { text } from '../../catalogue/scalars.js';
import { Fact } from '../../kernel/probe.js';
import { notedOf, partsOf } from '../../primitives/bundle.js';
import type { Noted } from '../../primitives/notes.js';
import type { Process } from '../../primitives/process.js';
import type { Request } from '../../primitives/request.js';
import { next } from '../program.js';
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
    const { simulation } = site.exchange;
    // What was noted of a message is committed with the effect.
    const isNew = (noted: Noted | null, process: Process) =>
      noted === null ||
      noted.notes === null ||
      noted.process !== process ||
      noted.notes.admit(index, noted, simulation.now);
    const apply = (request: Request) => {
      request.effects[index] = (request.effects[index] ?? 0) + 1;
      applied.emit(index, request);
    };
    return {
      begin(call) {
        const { process } = call;
        const parts = partsOf(call.cargo);
        if (parts === null) {
          if (isNew(notedOf(call.cargo), process)) apply(call.request);
          next(call);
          return;
        }
        for (const part of parts) if (!part.failed && isNew(part, process)) apply(part.request);
        next(call);
      },
    };
  },
});

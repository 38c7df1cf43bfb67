/** The table of what real brokers did says of the model what the model does now. */
import { describe, expect, it } from 'vitest';
import { SUBJECTS } from '../live/all.js';
import { outcomeOf, tooClose } from '../live/conversation.js';
import { runModel } from '../live/model.js';
import { committedRows, inTable } from '../live/table.js';

const rows = committedRows();

describe('docs/live-brokers.md', () => {
  for (const { name, conversations } of SUBJECTS) {
    describe(name, () => {
      it.each(conversations)('$name', (conversation) => {
        const { happenings } = runModel(conversation);
        // What is neither together nor apart would come in another order on a slow machine.
        if (conversation.tells === undefined) expect(tooClose(happenings)).toEqual([]);
        const [product, model] = rows.get(conversation.name) ?? [];
        expect(model).toBe(inTable(outcomeOf(conversation, happenings)));
        if (conversation.differs === undefined) expect(product).toBe(model);
      });
    });
  }

  it('has no conversation that nobody holds', () => {
    const names = SUBJECTS.flatMap(({ conversations }) => conversations.map(({ name }) => name));
    expect([...rows.keys()].sort()).toEqual(names.sort());
  });
});

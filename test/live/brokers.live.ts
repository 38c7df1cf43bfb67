/** Conversations with real brokers on loopback: the order of events is that of the model, or it is known why not. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SUBJECTS, type Subject } from './all.js';
import { type Conversation, outcomeOf } from './conversation.js';
import { runModel } from './model.js';
import { type Product, perform } from './stage.js';
import { commit, type Row, type Section, textOf } from './table.js';

/** A machine that does other things as well may hold a timer up: a conversation is tried so often. */
const TRIES = 3;

const sections = new Map<string, Section>();

async function converse(product: Product, conversation: Conversation): Promise<Row> {
  const { happenings, script } = runModel(conversation);
  const model = outcomeOf(conversation, happenings);
  let heard = '';
  for (let left = TRIES; left > 0 && heard !== model; left--) {
    heard = outcomeOf(conversation, await perform(product, conversation, script));
    if (conversation.differs !== undefined) break;
  }
  const { name, differs } = conversation;
  return {
    conversation: name,
    product: heard,
    model,
    ...(differs === undefined ? {} : { differs }),
  };
}

async function converseAll({ name, conversations, start }: Subject): Promise<void> {
  const product = await start();
  try {
    const rows: Row[] = [];
    for (const conversation of conversations) rows.push(await converse(product, conversation));
    sections.set(name, { title: product.name, rows });
  } finally {
    await product.stop();
  }
}

const rowOf = (subject: string, conversation: string) =>
  sections.get(subject)?.rows.find((row) => row.conversation === conversation);

beforeAll(() => Promise.all(SUBJECTS.map(converseAll)));

afterAll(() => {
  const all = SUBJECTS.flatMap(({ name }) => sections.get(name) ?? []);
  console.log(textOf(all));
  if (process.env.UPDATE === '1' && all.length === SUBJECTS.length) commit(all);
});

describe.each(SUBJECTS)('$name', ({ name, conversations }) => {
  it.each(conversations)('$name', ({ name: conversation, differs }) => {
    const row = rowOf(name, conversation);
    if (differs === undefined) expect(row?.product).toBe(row?.model);
    else expect(row?.product, 'they agree by now: `differs` can go').not.toBe(row?.model);
  });
});

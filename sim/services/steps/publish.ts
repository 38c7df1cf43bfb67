import { duration, flag, reference, text } from '../../catalogue/scalars.js';
import { transactionOf } from '../../primitives/bundle.js';
import { Outbox } from '../outbox.js';
import { ofCopy } from '../own.js';
import { next } from '../program.js';
import { defineStep } from '../step.js';

export const publish = defineStep({
  kind: 'publish',
  summary: "Sends a message to a broker; the answer is the broker's confirmation.",
  source: 'publish-subscribe channel: Hohpe and Woolf, Enterprise Integration Patterns, 2003',
  options: {
    to: reference('broker', { doc: 'Which broker.' }),
    'routing-key': text({
      doc: 'What a broker goes by that routes messages to some of its subscribers: words with dots between them.',
      default: '',
    }),
    confirm: flag({
      doc: 'Wait until the broker has the message. Without, a lost message is not noticed.',
      default: true,
    }),
    outbox: duration({
      doc: 'The message is written together with the data (no time is taken for that), and a relay publishes so often what has been written, until the broker has it.',
      optional: true,
      min: '1us',
    }),
  },
  shorthand: 'to',
  read: ({ to, 'routing-key': topic }) => ({ publishes: [{ broker: to, topic }] }),
  create({ to, confirm, outbox: every, 'routing-key': topic }, site) {
    const { exchange, each, salt, place } = site;
    const key = salt(`publish ${to}`);
    if (every !== undefined) {
      const own = each(({ outbound }) => new Outbox(exchange, place, outbound(to, topic), every));
      return {
        begin(call) {
          ofCopy(own, call).write(call);
          next(call);
        },
      };
    }
    const way = site.outbound(to, topic);
    return {
      begin(call) {
        // It is not what the call itself carries, but may belong to the same transaction.
        const { cargo } = call;
        call.cargo = transactionOf(cargo);
        way.open(call, key);
        call.cargo = cargo;
        if (confirm) return;
        exchange.letGo(call);
        next(call);
      },
      answered(call, outcome) {
        if (outcome.ok) next(call);
        else call.settle(outcome);
      },
    };
  },
});

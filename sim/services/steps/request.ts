import { choice, duration, reference, text } from '../../catalogue/scalars.js';
import { Asking } from '../../primitives/asking.js';
import { distribution } from '../../primitives/distributions/index.js';
import { next } from '../program.js';
import { defineStep, goesOnAfter } from '../step.js';

export const request = defineStep({
  kind: 'request',
  summary:
    'Asks through a broker and waits for the reply: whoever handles the message answers it; the thread is held meanwhile.',
  source:
    'request-reply, return address and correlation identifier: Hohpe and Woolf, Enterprise Integration Patterns, 2003',
  options: {
    through: reference('broker', { doc: 'Which broker.' }),
    'routing-key': text({
      doc: 'What a broker goes by that routes messages to some of its subscribers: words with dots between them.',
      default: '',
    }),
    within: duration({
      doc: 'Without a reply for so long the request has failed as timeout. The message stays where it is, and a reply that comes later is an orphan.',
      default: '5s',
      min: '1us',
      source:
        'reply timeouts of Spring AMQP (RabbitTemplate) and Spring Kafka (ReplyingKafkaTemplate)',
    }),
    'reply-write': distribution({
      doc: 'Time until a reply is safe, where replies go through a queue or topic that keeps them. Without, they are passed on at once, as with direct reply-to of RabbitMQ and inboxes of NATS.',
      optional: true,
    }),
    failures: choice(['redelivered', 'answered'], {
      doc: 'What becomes of a request whose handling fails: the broker delivers it again as it does other messages, or the failure is the reply.',
      default: 'redelivered',
      source: 'Spring AMQP: defaultRequeueRejected, returnExceptions',
    }),
  },
  shorthand: 'through',
  read: ({ through, 'routing-key': topic }) => ({
    publishes: [{ broker: through, topic, waits: true }],
  }),
  create({ through, within, failures, ...options }, site) {
    const { outbound, salt } = site;
    const way = outbound(through, options['routing-key']);
    const asking = new Asking(within, options['reply-write'] ?? null, failures === 'answered');
    const key = salt(`request ${through}`);
    return {
      begin(call) {
        const { cargo } = call;
        call.cargo = asking;
        way.open(call, key);
        call.cargo = cargo;
      },
      answered(call, outcome) {
        if (goesOnAfter(call, outcome)) next(call);
      },
    };
  },
});

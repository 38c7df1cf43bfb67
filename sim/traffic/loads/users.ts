import { integer } from '../../catalogue/scalars.js';
import { salt } from '../../kernel/random.js';
import { distribution } from '../../primitives/distributions/index.js';
import { defineLoad } from '../load.js';

const THINK = salt('load.think');

export const users = defineLoad({
  kind: 'users',
  summary:
    'So many users, each of whom asks, waits for the answer, thinks, and asks again (closed).',
  source: 'interactive system: Lazowska et al., Quantitative System Performance, 1984',
  options: {
    count: integer({ doc: 'How many users.', min: 1, max: 1_000_000 }),
    think: distribution({ doc: 'Time between an answer and the next request.', default: '0s' }),
  },
  create: ({ count, think }) => ({
    type: 'closed',
    users: count,
    think: (request) => think.sample(request, THINK),
  }),
});

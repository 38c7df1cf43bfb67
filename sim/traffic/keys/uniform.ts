import { integer } from '../../catalogue/scalars.js';
import { defineKeys } from '../key-choice.js';

export const uniform = defineKeys({
  kind: 'uniform',
  summary: 'Every key is equally likely.',
  source: 'discrete uniform distribution',
  options: { count: integer({ doc: 'How many keys.', min: 1, max: 1e9 }) },
  shorthand: 'count',
  create:
    ({ count }) =>
    (u) =>
      Math.floor(u * count),
});

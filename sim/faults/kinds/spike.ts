import { number, reference } from '../../catalogue/scalars.js';
import { defineFault } from '../fault.js';

export const spike = defineFault({
  kind: 'spike',
  summary: 'A client sends so many times as many requests.',
  source: 'flash crowd: Ari et al., MASCOTS 2003',
  target: 'client',
  options: {
    target: reference('client', { doc: 'Which client; its load must have a rate.' }),
    factor: number({ doc: 'How many times as many.', min: 0.001, max: 1000 }),
  },
  create:
    ({ target, factor }, site) =>
    () =>
      site.client(target).surge(factor),
});

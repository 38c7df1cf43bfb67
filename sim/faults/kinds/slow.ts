import { number } from '../../catalogue/scalars.js';
import { defineFault } from '../fault.js';
import { mendAll, service, victims, WHICH } from '../targets.js';

export const slow = defineFault({
  kind: 'slow',
  summary:
    'Work takes so many times as long, work in progress included: a noisy neighbour, a bad disk.',
  source: 'limplock: Do et al., SoCC 2013; Chaos Mesh StressChaos',
  target: 'service',
  options: {
    target: service,
    factor: number({ doc: 'How many times as long.', min: 0.001, max: 1_000_000 }),
    ...WHICH,
  },
  create:
    ({ target, factor, ...which }, site) =>
    () =>
      mendAll(victims(site, target, which).map((victim) => victim.slowDown(factor))),
});

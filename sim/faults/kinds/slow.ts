import { number } from '../../catalogue/scalars.js';
import { defineFault } from '../fault.js';
import { instances, mendAll, service, victims } from '../targets.js';

export const slow = defineFault({
  kind: 'slow',
  summary:
    'Work takes so many times as long, work in progress included: a noisy neighbour, a bad disk.',
  source: 'limplock: Do et al., SoCC 2013; Chaos Mesh StressChaos',
  target: 'service',
  options: {
    target: service,
    factor: number({ doc: 'How many times as long.', min: 0.001, max: 1_000_000 }),
    instances,
  },
  create:
    ({ target, factor, instances: count }, site) =>
    () =>
      mendAll(victims(site, target, count).map((victim) => victim.slowDown(factor))),
});

import { reference } from '../../catalogue/scalars.js';
import { defineFault } from '../fault.js';

export const coordinatorLoss = defineFault({
  kind: 'coordinator-loss',
  summary:
    'The coordinators of the groups of a broker are gone: members go on with what they have, nothing is committed, and nobody joins or is given up meanwhile.',
  source: 'Apache Kafka: until another node has loaded the offsets topic',
  target: 'controlled',
  options: { target: reference('broker', { doc: 'Which broker; it must have groups.' }) },
  create:
    ({ target }, site) =>
    () =>
      site.controlled(target).loseCoordinators(),
});

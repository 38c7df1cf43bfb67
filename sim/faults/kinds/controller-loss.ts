import { reference } from '../../catalogue/scalars.js';
import { defineFault } from '../fault.js';

export const controllerLoss = defineFault({
  kind: 'controller-loss',
  summary:
    'The controller of a broker is gone: leaders stay as they are, nobody is given up, elected or in sync again meanwhile.',
  source: 'Apache Kafka, KRaft: an election among controllers takes one to three seconds',
  target: 'controlled',
  options: { target: reference('broker', { doc: 'Which broker; it must have a controller.' }) },
  create:
    ({ target }, site) =>
    () =>
      site.controlled(target).loseController(),
});

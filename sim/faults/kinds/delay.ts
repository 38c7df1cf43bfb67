import { duration } from '../../catalogue/scalars.js';
import { defineFault } from '../fault.js';
import { instances, mendAll, service, victims } from '../targets.js';

export const delay = defineFault({
  kind: 'delay',
  summary:
    'Every call begun waits first, holding its thread: a lock, a pause in a dependency not modelled.',
  source: 'Chaos Mesh HTTPChaos delay; Istio fault injection',
  target: 'service',
  options: { target: service, by: duration({ doc: 'How long.' }), instances },
  create:
    ({ target, by, instances: count }, site) =>
    () =>
      mendAll(
        victims(site, target, count).map((victim) => victim.disturb({ probability: 0, delay: by })),
      ),
});

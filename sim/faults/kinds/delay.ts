import { duration } from '../../catalogue/scalars.js';
import { defineFault } from '../fault.js';
import { mendAll, service, victims, WHICH } from '../targets.js';

export const delay = defineFault({
  kind: 'delay',
  summary:
    'Every call begun waits first, holding its thread: a lock, a pause in a dependency not modelled.',
  source: 'Chaos Mesh HTTPChaos delay; Istio fault injection',
  target: 'service',
  options: { target: service, by: duration({ doc: 'How long.' }), ...WHICH },
  create:
    ({ target, by, ...which }, site) =>
    () =>
      mendAll(
        victims(site, target, which).map((victim) => victim.disturb({ probability: 0, delay: by })),
      ),
});

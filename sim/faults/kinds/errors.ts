import { share } from '../../catalogue/scalars.js';
import { defineFault } from '../fault.js';
import { instances, mendAll, service, victims } from '../targets.js';

export const errors = defineFault({
  kind: 'errors',
  summary: 'Calls fail at once with a probability, as server errors.',
  source: 'Chaos Mesh HTTPChaos abort; Istio fault injection',
  target: 'service',
  options: { target: service, rate: share({ doc: 'Share of the calls begun.' }), instances },
  create:
    ({ target, rate, instances: count }, site) =>
    () =>
      mendAll(
        victims(site, target, count).map((victim) =>
          victim.disturb({ probability: rate, delay: 0 }),
        ),
      ),
});

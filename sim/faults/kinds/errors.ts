import { share } from '../../catalogue/scalars.js';
import { defineFault } from '../fault.js';
import { mendAll, service, victims, WHICH } from '../targets.js';

export const errors = defineFault({
  kind: 'errors',
  summary: 'Calls fail at once with a probability, as server errors.',
  source: 'Chaos Mesh HTTPChaos abort; Istio fault injection',
  target: 'service',
  options: { target: service, rate: share({ doc: 'Share of the calls begun.' }), ...WHICH },
  create:
    ({ target, rate, ...which }, site) =>
    () =>
      mendAll(
        victims(site, target, which).map((victim) =>
          victim.disturb({ probability: rate, delay: 0 }),
        ),
      ),
});

import { defineFault } from '../fault.js';
import { service, victims, WHICH } from '../targets.js';

export const freeze = defineFault({
  kind: 'freeze',
  summary:
    'Instances stand still and then go on: a stop-the-world collection, a suspended machine.',
  source: 'SIGSTOP; gray failure: Huang et al., HotOS 2017',
  target: 'service',
  options: { target: service, ...WHICH },
  create:
    ({ target, ...which }, site) =>
    (end) => {
      for (const victim of victims(site, target, which)) victim.freeze(end);
      return () => {};
    },
});

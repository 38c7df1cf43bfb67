import { flag } from '../../catalogue/scalars.js';
import { defineFault } from '../fault.js';
import { instances, service, victims } from '../targets.js';

export const crash = defineFault({
  kind: 'crash',
  summary:
    'Instances die with all they were doing, refuse calls, and are restarted when it is over.',
  source: 'fail-stop: Schneider, 1984; Chaos Mesh PodChaos',
  target: 'service',
  options: {
    target: service,
    instances,
    silent: flag({
      doc: 'The host dies: callers hear nothing, where a dead process resets connections and refuses.',
      default: false,
    }),
  },
  create:
    ({ target, instances: count, silent }, site) =>
    () => {
      const dead = victims(site, target, count).filter(({ up }) => up);
      for (const victim of dead) victim.crash(silent);
      return () => {
        for (const victim of dead) victim.restart();
      };
    },
});

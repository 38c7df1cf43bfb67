import { flag } from '../../catalogue/scalars.js';
import { defineFault } from '../fault.js';
import { service, victims, WHICH } from '../targets.js';

export const crash = defineFault({
  kind: 'crash',
  summary:
    'Instances die with all they were doing, refuse calls, and are restarted when it is over.',
  source: 'fail-stop: Schneider, 1984; Chaos Mesh PodChaos',
  target: 'service',
  options: {
    target: service,
    ...WHICH,
    silent: flag({
      doc: 'The host dies: callers hear nothing, where a dead process resets connections and refuses.',
      default: false,
    }),
  },
  create:
    ({ target, silent, ...which }, site) =>
    () => {
      const dead = victims(site, target, which).filter(({ up }) => up);
      for (const victim of dead) victim.crash(silent);
      return () => {
        for (const victim of dead) victim.restart();
      };
    },
});

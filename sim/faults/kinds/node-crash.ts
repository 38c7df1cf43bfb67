import { flag } from '../../catalogue/scalars.js';
import { defineFault } from '../fault.js';
import { clusterOptions } from '../targets.js';

export const nodeCrash = defineFault({
  kind: 'node-crash',
  summary: 'One node of a broker dies, or is shut down cleanly, and starts again when it is over.',
  source: 'fail-stop of one machine; a rolling restart when clean',
  target: 'cluster',
  options: {
    ...clusterOptions,
    clean: flag({
      doc: 'It hands over what it leads before it stops.',
      default: false,
    }),
  },
  create:
    ({ target, node, clean }, site) =>
    () =>
      site.cluster(target).crashNode(node, clean),
});

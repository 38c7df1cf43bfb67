import { defineFault } from '../fault.js';
import { clusterOptions } from '../targets.js';

export const nodeIsolation = defineFault({
  kind: 'node-isolation',
  summary:
    'One node of a broker is cut off from the others; publishers and consumers still reach it.',
  source: 'partial partition: Alquraan et al., OSDI 2018',
  target: 'cluster',
  options: {
    ...clusterOptions,
  },
  create:
    ({ target, node }, site) =>
    () =>
      site.cluster(target).isolateNode(node),
});

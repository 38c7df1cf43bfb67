import { defineFault } from '../fault.js';
import { clusterOptions } from '../targets.js';

export const nodeHang = defineFault({
  kind: 'node-hang',
  summary: 'One node of a broker stands still: it takes connections and never answers.',
  source: 'gray failure: Huang et al., HotOS 2017',
  target: 'cluster',
  options: {
    ...clusterOptions,
  },
  create:
    ({ target, node }, site) =>
    () =>
      site.cluster(target).hangNode(node),
});

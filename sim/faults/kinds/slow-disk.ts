import { number } from '../../catalogue/scalars.js';
import type { Mend } from '../../primitives/trouble.js';
import { defineFault } from '../fault.js';
import { clusterOptions } from '../targets.js';

export const slowDisk = defineFault({
  kind: 'slow-disk',
  summary: 'Writing takes so many times as long on one node of a broker.',
  source: 'fail-slow disks: Gunawi et al., FAST 2018',
  target: 'cluster',
  options: {
    ...clusterOptions,
    factor: number({ doc: 'How many times as long.', min: 0.001, max: 1_000_000 }),
  },
  create:
    ({ target, node, factor }, site) =>
    () =>
      (site.cluster(target).nodes[node] as { slowDisk(factor: number): Mend }).slowDisk(factor),
});

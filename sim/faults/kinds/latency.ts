import { duration } from '../../catalogue/scalars.js';
import { defineFault } from '../fault.js';
import { edge, linksOf, mendAll } from '../targets.js';

export const latency = defineFault({
  kind: 'latency',
  summary: 'Messages take longer on the way.',
  source: 'Toxiproxy latency; Chaos Mesh NetworkChaos delay',
  target: 'edge',
  options: { target: edge, by: duration({ doc: 'How much longer each message takes.' }) },
  create:
    ({ target, by }, site) =>
    () =>
      mendAll(linksOf(site, target).map((link) => link.disturb({ probability: 0, delay: by }))),
});

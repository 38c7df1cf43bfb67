import { share } from '../../catalogue/scalars.js';
import { defineFault } from '../fault.js';
import { edge, linksOf, mendAll } from '../targets.js';

export const loss = defineFault({
  kind: 'loss',
  summary: 'Messages are lost with a probability; each loss costs a retransmission timeout.',
  source: 'RFC 6298; Linux TCP_RTO_MIN 200 ms; Chaos Mesh NetworkChaos loss',
  target: 'edge',
  options: {
    target: edge,
    rate: share({ doc: 'Share of the messages, beside what the link loses anyway.' }),
  },
  create:
    ({ target, rate }, site) =>
    () =>
      mendAll(linksOf(site, target).map((link) => link.disturb({ probability: rate, delay: 0 }))),
});

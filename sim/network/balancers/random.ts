import { draw, salt } from '../../kernel/random.js';
import { beginningOf, defineBalancer, type Endpoint } from '../../primitives/endpoint.js';

const PICK = salt('balancer.random');

export const random = defineBalancer({
  kind: 'random',
  summary: 'Any endpoint with equal chance, without knowledge: what DNS and kube-proxy do.',
  source: 'Mitzenmacher, IEEE TPDS 12(10), 2001 (d = 1)',
  blind: true,
  options: {},
  create(_, endpoints, site) {
    const { length } = endpoints;
    const beginning = beginningOf(endpoints, site);
    return {
      pick: (call) =>
        endpoints[(beginning + Math.floor(draw(call, PICK) * length)) % length] as Endpoint,
    };
  },
});

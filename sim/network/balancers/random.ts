import { draw, salt } from '../../kernel/random.js';
import { beginningsIn, defineBalancer, type Endpoint } from '../../primitives/endpoint.js';

const PICK = salt('balancer.random');

export const random = defineBalancer({
  kind: 'random',
  summary: 'Any endpoint with equal chance, without knowledge: what DNS and kube-proxy do.',
  source: 'Mitzenmacher, IEEE TPDS 12(10), 2001 (d = 1)',
  blind: true,
  options: {},
  create(_, endpoints, { copies }) {
    const { length } = endpoints;
    const beginnings = beginningsIn(endpoints, copies);
    return {
      pick(call) {
        const beginning = beginnings[copies.of(call)] as number;
        return endpoints[(beginning + Math.floor(draw(call, PICK) * length)) % length] as Endpoint;
      },
    };
  },
});

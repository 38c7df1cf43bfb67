import { choice, integer, share } from '../../catalogue/scalars.js';
import { defineDetection } from '../detection.js';

export const failureShare = defineDetection({
  kind: 'failure-share',
  summary: 'At a sweep, those of which too large a share of the answers were failures.',
  source: 'Envoy outlier detection, failure_percentage (V5); gRPC A50 (V7)',
  options: {
    share: share({
      doc: 'The share of failures.',
      default: '85%',
      source: 'Envoy and gRPC failure_percentage_threshold',
    }),
    volume: integer({
      doc: 'Answers since the last sweep that an endpoint needs to be looked at.',
      default: 50,
      min: 1,
      source: 'Envoy and gRPC failure_percentage_request_volume',
    }),
    endpoints: integer({
      doc: 'Endpoints with so many answers that there must be.',
      default: 5,
      min: 1,
      source: 'Envoy and gRPC failure_percentage_minimum_hosts',
    }),
    from: choice(['at', 'above'], {
      doc: 'Whether the share itself is too large already.',
      default: 'at',
      source: 'Envoy; gRPC: above',
    }),
  },
  shorthand: 'share',
  create: ({ share: limit, volume, endpoints, from }) => ({
    swept(all) {
      const seen = all.filter(({ total, ejected }) => total >= volume && !ejected);
      if (seen.length < endpoints) return () => false;
      return ({ total, failed }) => {
        if (total < volume) return false;
        return from === 'at' ? failed >= limit * total : failed > limit * total;
      };
    },
  }),
});

import { definePreset } from '../preset.js';

export const istio = definePreset({
  kind: 'istio',
  summary:
    'Two retries that every HTTP route has without being told, of calls that cannot have been begun; no timeout, no budget and no breaker. For gRPC, whose UNAVAILABLE is retried too, add unavailable to `on`.',
  source:
    'Istio 1.24, default route policy: connect-failure, refused-stream, unavailable and cancelled of gRPC; no longer 503',
  policies: [
    {
      retry: {
        attempts: 3,
        backoff: { exponential: '25ms', jitter: 'full', cap: '250ms' },
        on: ['refused', 'unreachable'],
      },
    },
  ],
});

import { definePreset } from '../preset.js';

export const istio = definePreset({
  kind: 'istio',
  summary:
    'Two retries that every HTTP route has without being told, and no timeout, no budget and no breaker.',
  source:
    'Istio 1.24, default route policy: connect-failure, refused-stream, unavailable, cancelled and 503',
  policies: [
    {
      retry: {
        attempts: 3,
        backoff: { exponential: '25ms', jitter: 'full', cap: '250ms' },
        on: ['refused', 'unreachable', 'unavailable', 'queue-full', 'shed'],
      },
    },
  ],
});

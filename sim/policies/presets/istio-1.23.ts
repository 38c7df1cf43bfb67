import { definePreset } from '../preset.js';

export const istio123 = definePreset({
  kind: 'istio-1.23',
  summary:
    'Two retries that every HTTP route has without being told, of a 503 too, so that they multiply from hop to hop; no timeout, no budget and no breaker.',
  source:
    'Istio 1.23 and before, default route policy: connect-failure, refused-stream, unavailable, cancelled and 503; since 1.24 with EXCLUDE_UNSAFE_503_FROM_DEFAULT_RETRY=false',
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

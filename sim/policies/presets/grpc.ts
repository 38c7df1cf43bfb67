import { definePreset } from '../preset.js';

export const grpc = definePreset({
  kind: 'grpc',
  summary:
    'Four attempts on UNAVAILABLE with a fifth of jitter, push-back heeded, throttled by ten tokens. gRPC retries nothing without a service config: this is the example of its proposal.',
  source: 'gRFC A6; @grpc/grpc-js 1.14.7 (GR1-GR3, RB4)',
  policies: [
    {
      retry: {
        attempts: 4,
        backoff: { exponential: '100ms', jitter: { proportional: '20%' }, cap: '1s' },
        on: ['unavailable', 'refused', 'reset', 'unreachable', 'queue-full', 'shed'],
        'push-back': 'instead',
        budget: { throttle: { tokens: 10, ratio: 0.1 } },
      },
    },
  ],
});

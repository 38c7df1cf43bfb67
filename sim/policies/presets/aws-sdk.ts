import { definePreset } from '../preset.js';

export const awsSdk = definePreset({
  kind: 'aws-sdk',
  summary:
    'Three attempts with full jitter from 50 ms, from a second when throttled, paid from a quota of 500 tokens. For the SDKs before 2026 say 100 ms and 500 ms, and a price of 10.',
  source: '@smithy/core 3.41.0, standard retry mode (RB6, RB9)',
  policies: [
    {
      retry: {
        attempts: 3,
        backoff: { exponential: '50ms', jitter: 'full', cap: '20s' },
        'throttled-backoff': { exponential: '1s', jitter: 'full', cap: '20s' },
        'push-back': 'a-little-longer',
        budget: { quota: { tokens: 500, transient: 14, throttled: 5 } },
      },
    },
  ],
});

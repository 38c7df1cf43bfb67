import { definePreset } from '../preset.js';

export const polly = definePreset({
  kind: 'polly',
  summary:
    'A concurrency limiter, three retries, a breaker that opens at a tenth of failures, and a timeout of thirty seconds, each with the defaults of its strategy.',
  source: 'Polly 8.7.0, defaults of each strategy (P1-P4); first added is outermost',
  policies: [
    { bulkhead: { calls: 1000 } },
    { retry: { attempts: 4, backoff: { constant: '2s', jitter: 'none' } } },
    {
      'circuit-breaker': {
        trip: { 'lazy-window': { span: '30s', minimum: 100, failures: '10%' } },
        'open-for': '5s',
        'half-opens': 'at',
        'half-open': 'first-answer',
        probes: 1,
      },
    },
    { timeout: '30s' },
  ],
});

import { definePreset } from '../preset.js';

export const resilience4j = definePreset({
  kind: 'resilience4j',
  summary:
    'Retry, circuit breaker, time limiter and bulkhead, in the order of its annotations: every attempt is counted by the breaker. Its rate limiter is left out: 50 calls per 500 ns bound nothing.',
  source: 'resilience4j 2.4.0, defaults and aspect order (R1-R8)',
  policies: [
    { retry: { attempts: 3, backoff: { constant: '500ms', jitter: 'none' } } },
    {
      'circuit-breaker': {
        trip: { 'count-window': { calls: 100, minimum: 100, failures: '50%', slow: '100%' } },
        'open-for': '60s',
        'half-opens': 'after',
        'half-open': 'permits',
        probes: 10,
      },
    },
    { timeout: '1s' },
    { bulkhead: { calls: 25 } },
  ],
});

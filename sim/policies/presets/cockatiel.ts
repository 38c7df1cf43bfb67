import { definePreset } from '../preset.js';

export const cockatiel = definePreset({
  kind: 'cockatiel',
  summary:
    'Three retries with smooth back-off around a breaker that opens after five failures in a row; half-open, calls wait for the probe.',
  source:
    'cockatiel 3.2.1: back-off and manners by default (C1-C6), numbers of its README, where it has no defaults',
  policies: [
    {
      retry: {
        attempts: 4,
        backoff: { exponential: '128ms', jitter: 'smooth', cap: '30s' },
        // handleAll: whatever went wrong, a breaker that is open too.
        on: [
          'timeout',
          'refused',
          'reset',
          'unavailable',
          'unreachable',
          'server-error',
          'queue-full',
          'queue-timeout',
          'rejected-open',
          'bulkhead-full',
          'rate-limited',
          'shed',
        ],
      },
    },
    {
      'circuit-breaker': {
        trip: { consecutive: 5 },
        'open-for': '10s',
        'half-opens': 'at',
        'half-open': 'waiting-line',
        probes: 1,
      },
    },
  ],
});

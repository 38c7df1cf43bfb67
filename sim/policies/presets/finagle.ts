import { definePreset } from '../preset.js';

export const finagle = definePreset({
  kind: 'finagle',
  summary:
    'Requeues without back-off from a budget of a fifth of the calls, of which one call gets a fifth at most, and failure accrual at each endpoint: five failures in a row, or less than 80 % successes. When all are dead any is called.',
  source: 'Finagle 24.5.0, client defaults (RB1, FA1)',
  policies: [
    {
      retry: {
        attempts: 'unlimited',
        backoff: { constant: '0s', jitter: 'none' },
        // What can be sent again without harm: it never was written.
        on: ['refused', 'unreachable', 'shed', 'queue-full'],
        budget: {
          windowed: {
            ratio: '20%',
            reserve: '10/s',
            ttl: '10s',
            earns: 'at-arrival',
            'per-call': '20%',
          },
        },
      },
    },
    {
      'circuit-breaker': {
        trip: { 'success-rate': { required: '80%', window: '30s', minimum: 5, 'in-a-row': 5 } },
        'open-for': { exponential: '5s', jitter: 'equal-above', cap: '300s' },
        'half-opens': 'by-itself',
        'half-open': 'first-answer',
        probes: 1,
        at: 'endpoints',
        'all-open': 'pass',
      },
    },
  ],
});

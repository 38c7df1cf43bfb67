import { definePreset } from '../preset.js';

export const linkerd = definePreset({
  kind: 'linkerd',
  summary:
    'One retry without back-off from a budget of a fifth of the calls, and a breaker at each endpoint that shuts after seven failures in a row, for longer each time.',
  source: 'Linkerd 2.17, retries of a route and failure accrual, both by annotation (RB2, LK1)',
  policies: [
    {
      retry: {
        attempts: 2,
        backoff: { constant: '0s', jitter: 'none' },
        budget: { windowed: { ratio: '20%', reserve: '10/s', ttl: '10s', earns: 'when-answered' } },
      },
    },
    {
      'circuit-breaker': {
        trip: { consecutive: 7 },
        'open-for': { exponential: '1s', jitter: { added: '50%' }, cap: '60s' },
        'half-opens': 'by-itself',
        'half-open': 'waiting-line',
        probes: 1,
        at: 'endpoints',
      },
    },
  ],
});

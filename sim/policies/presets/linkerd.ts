import { definePreset } from '../preset.js';

export const linkerd = definePreset({
  kind: 'linkerd',
  summary:
    'One retry without back-off, and a breaker at each endpoint that shuts after seven failures in a row, for longer each time; each where an annotation asks for it. The retry budget of a fifth of the calls belongs to service profiles, with which there is no breaker.',
  source: 'Linkerd 2.17, retries of a route and failure accrual, both by annotation (LK1)',
  policies: [
    {
      retry: { attempts: 2, backoff: { constant: '0s', jitter: 'none' } },
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

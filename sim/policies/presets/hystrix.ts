import { definePreset } from '../preset.js';

export const hystrix = definePreset({
  kind: 'hystrix',
  summary:
    'A breaker that looks at its window every 500 ms, around a pool of ten threads without a queue and a timeout of one second.',
  source: 'Hystrix 1.5.18, defaults (H1-H5)',
  policies: [
    {
      'circuit-breaker': {
        trip: { 'health-ticks': { span: '10s', every: '500ms', minimum: 20, failures: '50%' } },
        'open-for': '5s',
        'half-opens': 'after',
        'half-open': { 'first-answer': { 'given-up': 'reopens' } },
        probes: 1,
      },
    },
    { bulkhead: { calls: 10 } },
    { timeout: '1s' },
  ],
});

import { definePreset } from '../preset.js';

export const opossum = definePreset({
  kind: 'opossum',
  summary:
    'A breaker over a rolling window that opens above half, around a timeout of ten seconds. It has no minimum of calls: the first call that fails opens it.',
  source: 'opossum 9.0.0, defaults (O1-O9)',
  policies: [
    {
      'circuit-breaker': {
        trip: { rolling: { span: '10s', buckets: 10, volume: 0, failures: '50%' } },
        'open-for': '30s',
        'half-opens': 'by-itself',
        'half-open': { 'first-answer': { forgets: false } },
        probes: 1,
      },
    },
    { timeout: '10s' },
  ],
});

import { definePreset } from '../preset.js';

export const envoy = definePreset({
  kind: 'envoy',
  summary:
    'A route timeout of fifteen seconds over one retry, of which three may be under way at once, over 1,024 connections of HTTP/1.1 with 1,024 requests waiting for one (HTTP/2: `queue: 0`). Retries need retry_on: connect-failure, refused-stream, reset and gateway-error here.',
  source: 'Envoy 1.32, RouteAction, RetryPolicy and circuit_breakers defaults (B1, RB3)',
  policies: [
    { timeout: '15s' },
    {
      retry: {
        attempts: 2,
        backoff: { exponential: '25ms', jitter: 'full', cap: '250ms' },
        on: ['refused', 'unreachable', 'reset', 'unavailable', 'queue-full', 'shed', 'timeout'],
        budget: { concurrent: { share: 0, minimum: 3 } },
      },
    },
    { bulkhead: { calls: 1024, queue: 1024 } },
  ],
});

/** The catalogue of policies: one line each. */
import { Catalogue } from '../catalogue/catalogue.js';
import { adaptiveConcurrency } from './adaptive-concurrency.js';
import { admission } from './admission.js';
import { bulkhead } from './bulkhead.js';
import { cache } from './cache.js';
import { circuitBreaker } from './circuit-breaker.js';
import { coalesce } from './coalesce.js';
import { deadline } from './deadline.js';
import { fallback } from './fallback.js';
import { hedge } from './hedge.js';
import { idempotency } from './idempotency.js';
import { loadShed } from './load-shed.js';
import { rateLimit } from './rate-limit.js';
import { retry } from './retry.js';
import { threadPool } from './thread-pool.js';
import { timeout } from './timeout.js';

export const policies = new Catalogue('policy', 'policies', [
  timeout,
  deadline,
  retry,
  hedge,
  circuitBreaker,
  bulkhead,
  threadPool,
  adaptiveConcurrency,
  rateLimit,
  admission,
  loadShed,
  fallback,
  cache,
  coalesce,
  idempotency,
]);

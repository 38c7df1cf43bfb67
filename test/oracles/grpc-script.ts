/** Scripts for gRPC: calls that overlap, with a deadline, and what becomes of each of their attempts. */
import fc from 'fast-check';
import type { GrpcScript, Step } from './grpc.js';

/** Calls at once, or one long after the other. */
const starts = fc
  .array(fc.oneof(fc.integer({ min: 5, max: 400 }), fc.integer({ min: 5, max: 4000 })), {
    minLength: 1,
    maxLength: 5,
    size: 'max',
  })
  .map((gaps) => gaps.map((_, index) => gaps.slice(0, index + 1).reduce((a, b) => a + b)));

export function grpcScripts(step: fc.Arbitrary<Step>): fc.Arbitrary<GrpcScript> {
  return starts.chain((calls) =>
    fc.record({
      calls: fc.constant(calls),
      deadline: fc.oneof(fc.integer({ min: 50, max: 900 }), fc.constant(2507)),
      steps: fc.array(fc.array(step, { minLength: 1, maxLength: 5, size: 'max' }), {
        minLength: calls.length,
        maxLength: calls.length,
      }),
    }),
  );
}

export const ends = fc.oneof(
  { weight: 3, arbitrary: fc.constant('ok' as const) },
  { weight: 6, arbitrary: fc.constant('unavailable' as const) },
  { weight: 1, arbitrary: fc.constant('server-error' as const) },
);

/** A duration in a service config. */
export function seconds(milliseconds: number): string {
  return `${milliseconds / 1000}s`;
}

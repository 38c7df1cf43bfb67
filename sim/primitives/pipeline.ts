/** Pipelines: handlers one inside the other. */
import type { Handler } from './call.js';

/** A policy made ready: wraps what comes further in. */
export type Layer = (next: Handler) => Handler;

/** Puts layers around a handler; the first of them is outermost. */
export function pipeline(layers: readonly Layer[], innermost: Handler): Handler {
  return layers.reduceRight((next, layer) => layer(next), innermost);
}

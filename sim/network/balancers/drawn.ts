import { draw } from '../../kernel/random.js';
import type { Call } from '../../primitives/call.js';
import type { Endpoint } from '../../primitives/endpoint.js';

/**
 * Of so many draws, each among all endpoints, the least busy; the first one drawn if several are.
 * @param pick the salt of the first draw, with room behind it for the others.
 */
export function leastOfDrawn(
  call: Call,
  pick: number,
  of: number,
  endpoints: readonly Endpoint[],
): Endpoint {
  let best: Endpoint | null = null;
  for (let drawn = 0; drawn < of; drawn++) {
    const endpoint = endpoints[Math.floor(draw(call, pick + drawn) * endpoints.length)] as Endpoint;
    if (best === null || endpoint.inFlight < best.inFlight) best = endpoint;
  }
  return best as Endpoint;
}

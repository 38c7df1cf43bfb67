/** What each copy of a service has of its own, for steps that are the same for all: a list, by copy. */
import type { Call } from '../primitives/call.js';
import { copyOf } from './copy.js';

export type Own<T> = readonly T[];

/** That of the copy which handles a call, or a part of one. */
export function ofCopy<T>(own: Own<T>, call: Call): T {
  return own[copyOf(call).copy] as T;
}

/** What each copy of a service has of its own, for steps that are the same for all. */
import type { Call } from '../primitives/call.js';
import { copyOf } from './copy.js';

export class Own<T> {
  /** One for each copy of the service. */
  private readonly values: T[] = [];

  add(value: T): void {
    this.values.push(value);
  }

  /** That of the copy which handles a call, or a part of one. */
  of(call: Call): T {
    return this.values[copyOf(call).copy] as T;
  }
}

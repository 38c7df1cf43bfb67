/** Things by what calls ask for: the business key of the request, and the operation. */
import type { Call } from '../primitives/call.js';
import { PairMap } from '../primitives/pair-map.js';

export class ByKey<T extends object | number> {
  private readonly pairs = new PairMap<T>();

  get({ request, operation }: Call): T | undefined {
    return this.pairs.get(request.key, operation);
  }

  set({ request, operation }: Call, thing: T): void {
    this.pairs.set(request.key, operation, thing);
  }

  delete({ request, operation }: Call): void {
    this.pairs.delete(request.key, operation);
  }
}

/** The way of each copy of a service to an operation or broker elsewhere. */
import type { Call, Handler } from '../primitives/call.js';
import type { Exchange } from '../primitives/exchange.js';
import { type Own, ofCopy } from './own.js';

export class Outlet {
  /** @param handlers are there once all ways are built. */
  constructor(
    private readonly exchange: Exchange,
    private readonly handlers: Own<Handler>,
    private readonly operation: number,
  ) {}

  /** Opens an inner call there; the salt makes its randomness. */
  open(call: Call, salt: number): void {
    this.exchange.openTo(call, ofCopy(this.handlers, call), this.operation, salt);
  }
}

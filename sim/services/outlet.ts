/** The way of each copy of a service to an operation or broker elsewhere. */
import type { Call, Handler } from '../primitives/call.js';
import type { Exchange } from '../primitives/exchange.js';
import { ofCopy } from './own.js';

export class Outlet {
  private readonly handlers: Handler[] = [];
  /** The handler of all copies, where they have the same; null where each has its own. */
  private common: Handler | null = null;

  constructor(
    private readonly exchange: Exchange,
    private readonly operation: number,
  ) {}

  /** The handler of the next copy is built. */
  add(handler: Handler): void {
    this.handlers.push(handler);
    this.common = this.handlers.every((each) => each === handler) ? handler : null;
  }

  /** Opens an inner call there; the salt makes its randomness. */
  open(call: Call, salt: number): void {
    this.exchange.openTo(call, this.common ?? ofCopy(this.handlers, call), this.operation, salt);
  }
}

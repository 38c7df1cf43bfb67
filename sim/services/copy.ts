/** A copy of a service, an instance, as others see it. */
import type { Call } from '../primitives/call.js';

export interface Copy {
  readonly service: { readonly name: string; readonly index: number };
  /** Which of the service's copies it is, from 0. */
  readonly copy: number;
  /** Among all instances of the scenario. */
  readonly number: number;
}

/** The copy that handles a call, or a part of one. */
export const copyOf = ({ handler }: Call): Copy => handler.own as Copy;

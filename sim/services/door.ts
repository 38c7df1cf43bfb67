/**
 * The door of a process, in front of the policies at the entrance of a service: nothing behind it answers
 * for a process that is dead, or before one that stands still goes on.
 */
import type { Call, Hooks } from '../primitives/call.js';
import type { Exchange } from '../primitives/exchange.js';
import { CallList } from '../primitives/line.js';
import { Outcome } from '../primitives/outcome.js';
import type { Process } from '../primitives/process.js';

/** A call's `state`: not in the process, or in it. */
const Stand = { outside: 0, inside: 1 } as const;

export function door(exchange: Exchange, process: Process, service: string): Hooks {
  const refused = Outcome.failure('refused', service);
  const reset = Outcome.failure('reset', service);
  const inside = new CallList();
  const end = (call: Call, outcome: Outcome) => {
    if (process.silent) exchange.vanish(call);
    else call.settle(outcome);
  };
  const letIn = (call: Call) => {
    call.state = Stand.inside;
    inside.append(call);
    call.proceed();
  };
  process.watch({
    crashed() {
      exchange.holdAnswers(() => {
        for (let call = inside.first; call !== null; call = inside.first) end(call, reset);
      });
    },
  });
  return {
    enter(call) {
      if (!process.up) end(call, refused);
      else if (process.frozenUntil > exchange.simulation.now) {
        call.wake(process.frozenUntil - exchange.simulation.now);
      } else letIn(call);
    },
    woken(call) {
      if (process.up) letIn(call);
      else end(call, refused);
    },
    left(call) {
      if (call.state === Stand.inside) inside.remove(call);
    },
  };
}

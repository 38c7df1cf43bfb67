/** Letting a call through without a call of one's own, and hearing how it ended all the same. */
import { describe, expect, it } from 'vitest';
import { Simulation } from '../../sim/kernel/simulation.js';
import type { Call, Handler, Witness } from '../../sim/primitives/call.js';
import { Exchange } from '../../sim/primitives/exchange.js';
import { limited, PlacedHandler } from '../../sim/primitives/handler.js';
import { OK, Outcome } from '../../sim/primitives/outcome.js';
import { FixedLimit } from '../../sim/primitives/time-limit.js';

const LATE = Outcome.failure('timeout', 'limit');

/** A caller that may leave, gates that let its call through, and a callee; what they heard, in order. */
function stage() {
  const simulation = new Simulation();
  const exchange = new Exchange(simulation);
  const heard: string[] = [];
  const tell = (who: string, outcome: Outcome | null) =>
    heard.push(`${who} ${outcome?.fault ?? (outcome === null ? 'left' : 'ok')}@${simulation.now}`);
  return {
    exchange,
    heard,
    limit: (handler: Handler, after: number) => limited(handler, new FixedLimit(after, LATE)),
    gate(name: string, next: Handler, before = 0): Handler {
      const witness: Witness = {
        over: (_, outcome, took) => {
          tell(`${name} after ${took}`, outcome);
          return false;
        },
      };
      return new PlacedHandler(
        name,
        {
          enter: (call) => (before > 0 ? call.wake(before) : call.pass(witness)),
          woken: (call) => call.pass(witness),
        },
        next,
      );
    },
    /** Answers 10 ns after it has been called. */
    callee: (woken: (call: Call) => void = (call) => call.settle(OK)) =>
      new PlacedHandler('callee', { enter: (call) => call.wake(10), woken }),
    /** Makes one call, and says how many are open then and at the end. */
    run(next: Handler, leaves = Infinity) {
      const caller = new PlacedHandler(
        'caller',
        {
          answered(call, outcome) {
            tell('caller', outcome);
            call.settle(outcome);
          },
          woken: (call) => call.settle(LATE),
        },
        next,
      );
      const call = exchange.begin(exchange.requests.take(), caller, 0);
      const open = exchange.calls.inProgress;
      if (leaves < Infinity) call.wake(leaves);
      simulation.runUntil(1000);
      return { open, left: exchange.calls.inProgress };
    },
  };
}

describe('a call that is let through', () => {
  it('goes on as it is; the witness hears the outcome before the caller, once', () => {
    const { run, gate, callee, heard } = stage();
    expect(run(gate('gate', callee()))).toEqual({ open: 2, left: 0 });
    expect(heard).toEqual(['gate after 10 ok@10', 'caller ok@10']);
  });

  it('counts the time from when it was let through', () => {
    const { run, gate, callee, heard } = stage();
    run(gate('outer', gate('inner', callee(), 7)));
    expect(heard).toEqual(['inner after 10 ok@17', 'outer after 17 ok@17', 'caller ok@17']);
  });

  it('has one witness; behind another gate it is another call', () => {
    const { run, gate, callee, heard } = stage();
    const three = gate('first', gate('second', gate('third', callee())));
    expect(run(three)).toEqual({ open: 4, left: 0 });
    expect(heard.map((each) => each.split(' ')[0])).toEqual(['third', 'second', 'first', 'caller']);
  });

  it('needs no other call where nobody wants to hear of it', () => {
    const { run, gate, callee, heard } = stage();
    const silent = new PlacedHandler('silent', { enter: (call) => call.pass() }, callee());
    expect(run(gate('gate', silent))).toEqual({ open: 2, left: 0 });
    expect(heard).toEqual(['gate after 10 ok@10', 'caller ok@10']);
  });

  it('whose caller leaves has no outcome', () => {
    const { run, gate, callee, heard } = stage();
    expect(run(gate('gate', callee()), 4)).toEqual({ open: 2, left: 0 });
    expect(heard).toEqual(['gate after 4 left@4']);
  });

  it('may take as long as the next handler has it, and a limit of its own runs on', () => {
    const { run, gate, limit, callee, heard } = stage();
    run(gate('gate', limit(callee(), 6)));
    expect(heard.splice(0)).toEqual(['gate after 6 timeout@6', 'caller timeout@6']);
    const other = stage();
    const both = other.limit(other.gate('gate', other.limit(other.callee(), 8)), 5);
    expect(other.run(both)).toEqual({ open: 3, left: 0 });
    expect(other.heard).toEqual(['gate after 5 left@5', 'caller timeout@5']);
  });

  it('and is lost without a word is heard of when its caller leaves', () => {
    const { exchange, run, gate, callee, heard } = stage();
    const silent = callee((call) => exchange.vanish(call));
    expect(run(gate('gate', silent))).toEqual({ open: 2, left: 2 });
    expect(heard).toEqual([]);
    const other = stage();
    const gone = other.callee((call) => other.exchange.vanish(call));
    expect(other.run(other.gate('gate', gone), 50)).toEqual({ open: 2, left: 0 });
    expect(other.heard).toEqual(['gate after 50 left@50']);
  });

  it('and is lost without a word ends when the limit says so', () => {
    const { exchange, run, gate, limit, callee, heard } = stage();
    run(
      gate(
        'gate',
        limit(
          callee((call) => exchange.vanish(call)),
          30,
        ),
      ),
    );
    expect(heard).toEqual(['gate after 30 timeout@30', 'caller timeout@30']);
  });

  it('brings back what each gate noted', () => {
    const { run, callee } = stage();
    const brought: number[] = [];
    const noting = (amount: number, next: Handler): Handler => {
      const witness: Witness = {
        over(call) {
          brought.push(call.passedWith);
          return false;
        },
      };
      const enter = (call: Call) => {
        call.amount = amount;
        call.pass(witness);
      };
      return new PlacedHandler('noting', { enter }, next);
    };
    run(noting(3, noting(7, callee())));
    expect(brought).toEqual([7, 3]);
  });

  it('can be taken back: it is open again, without what it had further in', () => {
    const { exchange, run, limit, callee, heard } = stage();
    let tries = 0;
    const slow = limit(
      callee((call) => call.settle(OK)),
      6,
    );
    const again: Witness = {
      over(call, outcome, took) {
        heard.push(`${call.handler.place} ${outcome?.fault} after ${took}`);
        exchange.takeBack(call);
        call.count = ++tries;
        call.wake(4);
        return true;
      },
    };
    const handler = new PlacedHandler(
      'again',
      {
        enter(call) {
          expect(call.canReturn).toBe(true);
          call.pass(again);
        },
        woken: (call) => call.settle(call.count === 1 && call.limit === null ? OK : LATE),
      },
      slow,
    );
    expect(run(handler)).toEqual({ open: 2, left: 0 });
    expect(heard).toEqual(['callee timeout after 6', 'caller ok@10']);
  });

  it('cannot be taken back from behind others, nor where something hangs on it', () => {
    const { run, gate, limit, callee } = stage();
    const asked: boolean[] = [];
    const asks = (next: Handler) =>
      new PlacedHandler(
        'asks',
        {
          enter(call) {
            asked.push(call.canReturn);
            call.pass();
          },
        },
        next,
      );
    run(asks(callee()));
    run(asks(gate('gate', callee())));
    run(limit(asks(callee()), 50));
    run(gate('gate', asks(callee())));
    expect(asked).toEqual([true, false, false, false]);
  });

  it('does not answer while a hook further out still runs', () => {
    const { run, gate, heard } = stage();
    const prompt = new PlacedHandler('prompt', { enter: (call) => call.settle(OK) });
    let entered = false;
    const outer = new PlacedHandler(
      'outer',
      {
        enter(call) {
          call.proceed();
          entered = heard.length === 0;
        },
      },
      gate('gate', prompt),
    );
    expect(run(outer).left).toBe(0);
    expect([entered, heard]).toEqual([true, ['gate after 0 ok@0', 'caller ok@0']]);
  });
});

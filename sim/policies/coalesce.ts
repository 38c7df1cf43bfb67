import { list } from '../catalogue/groups.js';
import { choice, duration } from '../catalogue/scalars.js';
import type { Instant } from '../kernel/time.js';
import type { Call, Handler } from '../primitives/call.js';
import { disown, reclaim } from '../primitives/call-tree.js';
import { PlacedHandler } from '../primitives/handler.js';
import { CallList } from '../primitives/line.js';
import type { Outcome } from '../primitives/outcome.js';
import { PairMap } from '../primitives/pair-map.js';
import { Expiries } from './expiries.js';
import { definePolicy } from './policy.js';

/** A call's `state` while it waits for an execution to end. */
const WAITING = 1;

/** One execution for all who ask for the same while it runs. */
class Flight {
  readonly waiting = new CallList();
  /** How many of those who wait are still waited for themselves. */
  wanting = 0;
  /** Null while it is under way. */
  outcome: Outcome | null = null;

  constructor(
    readonly startedAt: Instant,
    /** What is done for them. */
    readonly call: Call,
  ) {}
}

function endingOf({ ok, fault }: Outcome): 'success' | 'error' | 'timeout' {
  if (ok) return 'success';
  return fault === 'timeout' ? 'timeout' : 'error';
}

export const coalesce = definePolicy({
  kind: 'coalesce',
  role: 'remembers',
  summary:
    'Calls for the same key share one execution: its answer, and its failure too. It goes on when they leave, and is work in vain unless somebody comes yet.',
  source: 'golang.org/x/sync/singleflight (FC4); opossum 9 coalesce (O13)',
  options: {
    'keep-for': duration({
      doc: 'From its start on, an execution is shared for so long, even when it is over; 0 is until it is over.',
      default: '0s',
      source: 'singleflight; opossum coalesceTTL (10 s)',
    }),
    'forget-after': duration({
      doc: 'An execution that has taken so long is not shared any more: the next call starts another one. Without, a callee that never answers keeps its key for ever.',
      optional: true,
      min: '1ns',
      source: 'singleflight: none unless its caller says Forget; NGINX proxy_cache_lock_age: 5 s',
    }),
    'reset-on': list(choice(['success', 'error', 'timeout'], { doc: 'An ending.' }), {
      doc: 'After these endings it is not shared any more, though its time is not up.',
      default: [],
      source: 'opossum coalesceResetOn',
    }),
  },
  shorthand: 'keep-for',
  create(options, { exchange, place, process }) {
    const { 'keep-for': keepFor, 'reset-on': resetOn } = options;
    const { 'forget-after': forgetAfter = Number.POSITIVE_INFINITY } = options;
    const { simulation } = exchange;
    const flights = new PairMap<Flight>();
    /** Of those that are shared when they are over. */
    const expiries = new Expiries();
    let execution: Handler | null = null;

    const isShared = ({ startedAt, outcome }: Flight) => {
      const age = simulation.now - startedAt;
      if (outcome === null && age >= forgetAfter) return false;
      return keepFor === 0 ? outcome === null : age < keepFor;
    };
    /** Its time is up: who is under way still is forgotten at its end, and a later one keeps the key. */
    const expired = (key: number, operation: number) => {
      const flight = flights.get(key, operation);
      if (flight !== undefined && flight.outcome !== null && !isShared(flight))
        flights.delete(key, operation);
    };
    const landed = (call: Call, outcome: Outcome) => {
      const flight = call.item as Flight;
      flight.outcome = outcome;
      const { operation } = call;
      const { key } = call.request;
      const isKept = isShared(flight) && !resetOn.includes(endingOf(outcome));
      if (!isKept && flights.get(key, operation) === flight) flights.delete(key, operation);
      exchange.holdAnswers(() => {
        for (let { first } = flight.waiting; first !== null; first = flight.waiting.first) {
          first.settle(outcome);
        }
      });
      call.settle(outcome);
    };
    const start = (call: Call): Flight => {
      const { key } = call.request;
      const { operation } = call;
      const { now } = simulation;
      execution ??= new PlacedHandler(place, { answered: landed }, call.handler.next, { process });
      exchange.requests.hold(call.request);
      const flight = new Flight(now, exchange.begin(call.request, execution, operation, call));
      flight.call.item = flight;
      flights.set(key, operation, flight);
      if (keepFor > 0) expiries.push(key, operation, now + keepFor);
      return flight;
    };
    /** More of those who wait are waited for themselves, or fewer: what nobody waits for and nothing keeps is done in vain. */
    const want = (flight: Flight, by: number) => {
      flight.wanting += by;
      if (flight.outcome !== null || keepFor > 0) return;
      if (flight.wanting === 0) disown(flight.call, simulation);
      else reclaim(flight.call);
    };
    return {
      enter(call) {
        expiries.expire(simulation.now, expired);
        const found = flights.get(call.request.key, call.operation);
        const flight = found !== undefined && isShared(found) ? found : start(call);
        call.item = flight;
        if (flight.outcome !== null) {
          call.settle(flight.outcome);
          return;
        }
        call.state = WAITING;
        flight.waiting.append(call);
        want(flight, call.unwanted ? 0 : 1);
      },
      left(call) {
        if (call.state !== WAITING) return;
        const flight = call.item as Flight;
        flight.waiting.remove(call);
        if (!call.unwanted) want(flight, -1);
      },
      disowned(call) {
        if (call.state === WAITING) want(call.item as Flight, call.unwanted ? -1 : 1);
      },
    };
  },
});

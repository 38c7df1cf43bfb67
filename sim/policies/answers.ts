/** What a server remembers of requests by their keys: who is at work on one, or what came of it. */
import type { Instant } from '../kernel/time.js';
import type { Call } from '../primitives/call.js';
import { CallList } from '../primitives/line.js';
import type { Outcome } from '../primitives/outcome.js';
import { PairMap } from '../primitives/pair-map.js';
import { Expiries } from './expiries.js';

/** A call's `state` while it waits for the answer to another one. */
const WAITING = 1;

/** Work on what a request's key and the operation ask for. */
export class Work {
  /** The call that does it; null when its host has died. */
  owner: Call | null = null;
  since: Instant = 0;
  /** Calls that wait for it; made for the first of them. */
  private waiting: CallList | null = null;

  constructor(
    readonly first: number,
    readonly second: number,
  ) {}

  /** A call waits for it. */
  hold(call: Call): void {
    call.state = WAITING;
    this.waiting ??= new CallList();
    this.waiting.append(call);
  }

  /** A call waits no longer, if it did. */
  release(call: Call): void {
    if (call.state !== WAITING) return;
    call.state = 0;
    this.waiting?.remove(call);
  }

  /** Releases who has waited for longest; null when nobody waits. */
  releaseFirst(): Call | null {
    const first = this.waiting?.first ?? null;
    if (first !== null) this.release(first);
    return first;
  }
}

export class Answers {
  private readonly works = new PairMap<Work>();
  private readonly outcomes = new PairMap<Outcome>();
  private readonly expiries = new Expiries();

  /** What came of a call's request; undefined when nothing has yet, or it is not remembered at an instant any more. */
  outcomeOf({ request, operation }: Call, now: Instant): Outcome | undefined {
    this.expiries.expire(now, this.forget);
    return this.outcomes.get(request.keyHigh, lower(request.keyLow, operation));
  }

  /** The work on a call's request; undefined when it has not come yet. */
  workOn({ request, operation }: Call): Work | undefined {
    return this.works.get(request.keyHigh, lower(request.keyLow, operation));
  }

  begin({ request, operation }: Call): Work {
    const work = new Work(request.keyHigh, lower(request.keyLow, operation));
    this.works.set(work.first, work.second, work);
    return work;
  }

  /** The work is done, and its outcome remembered until an instant, which is never before that of an earlier one. */
  keep(work: Work, outcome: Outcome, until: Instant): void {
    this.drop(work);
    this.outcomes.set(work.first, work.second, outcome);
    this.expiries.push(work.first, work.second, until);
  }

  /** Nobody is at work on it any more, and nothing is remembered. */
  drop(work: Work): void {
    work.owner = null;
    this.works.delete(work.first, work.second);
  }

  private readonly forget = (first: number, second: number): void => {
    this.outcomes.delete(first, second);
  };
}

/** The second half of a request's key, and the operation. */
function lower(keyLow: number, operation: number): number {
  return keyLow * 4096 + operation;
}

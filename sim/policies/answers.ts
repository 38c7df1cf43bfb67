/** What a server remembers of requests by their keys: who is at work on one, or what came of it. */
import type { Instant } from '../kernel/time.js';
import type { Call } from '../primitives/call.js';
import { Deque } from '../primitives/deque.js';
import { CallList } from '../primitives/line.js';
import type { Outcome } from '../primitives/outcome.js';

/** A call's `state` while it waits for the answer to another one. */
const WAITING = 1;

/** What is known of a request's key and the operation asked for. */
export class Answer {
  /** The call that does the work; null when its host has died, and when the work is done. */
  owner: Call | null = null;
  since: Instant = 0;
  /** Null while the work goes on. */
  outcome: Outcome | null = null;
  /** How long the outcome is remembered. */
  until: Instant = 0;
  /** Calls that wait for it; made for the first of them. */
  private waiting: CallList | null = null;

  constructor(
    readonly keyHigh: number,
    readonly keyLow: number,
    readonly operation: number,
    /** Another one whose key has the same lower half. */
    public next: Answer | null,
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
  /** The first for each lower half of a key: a key is two integers, and hardly any two share one. */
  private readonly firsts = new Map<number, Answer>();
  /** Those with an outcome, in the order in which they came to it. */
  private readonly done = new Deque<Answer>();

  /** What is known of a call's request; null when it has not come yet. */
  find({ request: { keyHigh, keyLow }, operation }: Call): Answer | null {
    let answer = this.first(keyLow);
    while (answer !== null && (answer.keyHigh !== keyHigh || answer.operation !== operation)) {
      answer = answer.next;
    }
    return answer;
  }

  add({ request: { keyHigh, keyLow }, operation }: Call): Answer {
    const answer = new Answer(keyHigh, keyLow, operation, this.first(keyLow));
    this.firsts.set(keyLow, answer);
    return answer;
  }

  /** The work is done, and its outcome remembered until an instant, which is never before that of an earlier one. */
  keep(answer: Answer, outcome: Outcome, until: Instant): void {
    answer.owner = null;
    answer.outcome = outcome;
    answer.until = until;
    this.done.push(answer);
  }

  /** Nobody is at work on it any more, and nothing is remembered. */
  forget(answer: Answer): void {
    const { keyLow, next } = answer;
    answer.owner = null;
    let before = this.first(keyLow);
    if (before !== answer) {
      while (before !== null && before.next !== answer) before = before.next;
      (before as Answer).next = next;
    } else if (next === null) this.firsts.delete(keyLow);
    else this.firsts.set(keyLow, next);
  }

  /** Forgets what need not be remembered at an instant. */
  forgetOld(now: Instant): void {
    for (let oldest = this.done.at(0); oldest !== undefined; oldest = this.done.at(0)) {
      if (oldest.until > now) return;
      this.forget(oldest);
      this.done.shift();
    }
  }

  private first(keyLow: number): Answer | null {
    return this.firsts.get(keyLow) ?? null;
  }
}

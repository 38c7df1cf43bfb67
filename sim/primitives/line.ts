/** Waiting lines: calls in the order in which they will be served. */
import type { Member } from '../catalogue/catalogue.js';
import type { Fields, Options } from '../catalogue/field.js';
import type { Call } from './call.js';

/** What a queue discipline decides: who is next. A call stands in one line at a time. */
export interface Line {
  readonly length: number;
  push(call: Call): void;
  /** Takes the next call to be served; null when nobody waits. */
  take(): Call | null;
  /** Takes out a call that gives up. */
  remove(call: Call): void;
  /** Whether a call that has just been taken is turned away after all, having waited for too long. */
  readonly sheds?: (call: Call) => boolean;
}

/** A queue discipline's entry in the catalogue. */
export type DisciplineMember<Kind extends string = string, E extends Fields = Fields> = Member<
  Kind,
  E,
  (options: Options<E>) => Line
>;

export function defineDiscipline<
  const Kind extends string,
  const E extends Fields,
  const S extends keyof E & string = never,
>(member: Omit<DisciplineMember<Kind, E>, 'shorthand' | 'check'> & { readonly shorthand?: S }) {
  return member;
}

/** A doubly linked list through the calls themselves: nothing is allocated, any call can leave. */
export class CallList {
  length = 0;
  private head: Call | null = null;
  private tail: Call | null = null;

  append(call: Call): void {
    call.ahead = this.tail;
    call.behind = null;
    if (this.tail === null) this.head = call;
    else this.tail.behind = call;
    this.tail = call;
    this.length++;
  }

  get first(): Call | null {
    return this.head;
  }

  get last(): Call | null {
    return this.tail;
  }

  remove(call: Call): void {
    const { ahead, behind } = call;
    if (ahead === null) this.head = behind;
    else ahead.behind = behind;
    if (behind === null) this.tail = ahead;
    else behind.ahead = ahead;
    call.ahead = null;
    call.behind = null;
    this.length--;
  }
}

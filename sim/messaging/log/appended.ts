/** What a partition's leader keeps about batches, replicas and producers. */
import type { Instant } from '../../kernel/time.js';
import type { Call } from '../../primitives/call.js';
import type { Outcome } from '../../primitives/outcome.js';
import type { Node } from '../node.js';
import type { Batch } from './batch.js';

/** A batch appended to the leader's log. */
export class Appended {
  call: Call | null;
  confirmed = false;
  end = 0;

  constructor(
    readonly batch: Batch,
    call: Call,
  ) {
    this.call = call;
  }
}

/** What one node has of the partition. */
export class Replica {
  end = 0;
  inSync = true;
  fetching = false;
  /** When it last had all there was. */
  caughtUpAt: Instant = 0;
  watched = false;

  constructor(readonly node: Node) {}
}

/** The numbers of the batches that producers send: each is appended once and in turn. */
export class Sequences {
  private readonly expected = new Map<object, number>();

  /** 0 when it is the batch's turn, below when it was there before, above when it comes too early. */
  place({ producer, sequence }: Batch): number {
    if (producer === null) return 0;
    const expected = this.expected.get(producer) ?? 0;
    if (sequence === expected) this.expected.set(producer, sequence + 1);
    return sequence - expected;
  }

  /** The batch is gone: it may come again. */
  takeBack({ producer, sequence }: Batch): void {
    if (producer === null) return;
    const expected = this.expected.get(producer) ?? sequence;
    this.expected.set(producer, Math.min(expected, sequence));
  }
}

/** Tells the producer, if it still waits. */
export function answer(appended: Appended, outcome: Outcome): void {
  const { call } = appended;
  if (outcome.ok) appended.confirmed = true;
  if (call === null) return;
  appended.call = null;
  call.item = null;
  call.settle(outcome);
}

/** Nobody waits for the answer any more. */
export function forget(call: Call): void {
  if (call.item !== null) (call.item as Appended).call = null;
}

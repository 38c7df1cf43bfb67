/** A producer: the client library that gathers a publisher's messages into batches and sends them until they are safe. */
import { NO_EVENT } from '../../kernel/calendar.js';
import { salt } from '../../kernel/random.js';
import type { Simulation } from '../../kernel/simulation.js';
import type { Duration } from '../../kernel/time.js';
import type { Call, Handler, Hooks } from '../../primitives/call.js';
import { Deque } from '../../primitives/deque.js';
import type { Exchange } from '../../primitives/exchange.js';
import { PlacedHandler } from '../../primitives/handler.js';
import { OK, Outcome } from '../../primitives/outcome.js';
import type { Process } from '../../primitives/process.js';
import { letterOf, type PublisherSite } from '../broker.js';
import { Batch, LogRecord } from './batch.js';
import { Numbering } from './numbering.js';
import { Partitioner } from './partitioner.js';
import type { Metadata, ProducerOptions } from './producing.js';
import { type Flushed, Transaction } from './transaction.js';

const SEND = salt('producer.send');

export class Producer implements Flushed {
  private readonly simulation: Simulation;
  private readonly handler: Handler;
  /** Batches that are not on their way, by partition; all but the last are full. */
  private readonly waiting: readonly Deque<Batch>[];
  private readonly numbering: Numbering;
  /** Grows when the process dies. */
  private life = 0;
  /** Batches on their way, by node. */
  private readonly inFlight: number[] = [];
  private readonly blocked = new Deque<LogRecord>();
  private used = 0;
  private readonly partitioner: Partitioner;
  private readonly queueFull: Outcome;
  private readonly timeout: Outcome;
  /** The transaction is over: somebody else goes on in its place. */
  private readonly fenced: Outcome;
  private readonly process: Process;

  constructor(
    private readonly exchange: Exchange,
    { place, process }: PublisherSite,
    network: Handler,
    private readonly metadata: Metadata,
    private readonly options: ProducerOptions,
  ) {
    this.simulation = exchange.simulation;
    const { partitions } = metadata;
    this.partitioner = new Partitioner(partitions, options);
    this.waiting = Array.from({ length: partitions }, () => new Deque<Batch>());
    this.numbering = new Numbering(partitions, options.idempotent);
    this.handler = new PlacedHandler(place, this.batchHooks(), network, { process });
    this.queueFull = Outcome.failure('queue-full', place);
    this.timeout = Outcome.failure('timeout', place);
    this.fenced = Outcome.failure('conflict', place);
    this.process = process;
    process.watch({ crashed: () => this.forgetAll() });
  }

  /** The hooks through which messages are published. */
  hooks(): Hooks {
    return {
      enter: (call) => {
        const record = new LogRecord(letterOf(call), call, this.transactionOf(call));
        call.item = record;
        if (record.transaction?.isOpen === false) call.settle(this.fenced);
        else if (this.used + this.options.size <= this.options.buffer) this.append(record);
        else {
          this.blocked.push(record);
          call.wake(this.options.maxBlock);
        }
      },
      woken: (call) => call.settle(this.queueFull),
      left(call) {
        (call.item as LogRecord).call = null;
      },
    };
  }

  /** What another process has begun is none of this one's. */
  private transactionOf({ cargo }: Call): Transaction | null {
    return cargo instanceof Transaction && cargo.process === this.process ? cargo : null;
  }

  /** Sends at once what waits for more. */
  flush(): void {
    for (const [partition, line] of this.waiting.entries()) {
      const last = line.at(line.length - 1);
      if (last === undefined) continue;
      last.ready = true;
      this.send(partition);
    }
  }

  /** One try to get a batch to the broker. */
  private batchHooks(): Hooks {
    return {
      enter: (call) => {
        call.item = call.cargo;
        call.wake(this.options.requestTimeout);
        call.proceed();
      },
      // It is sent again; what is on its way may arrive all the same.
      woken: (call) => {
        const batch = call.item as Batch;
        call.item = null;
        this.answered(batch, this.timeout);
      },
      left: (call, outcome) => {
        const batch = call.cargo as Batch;
        batch.copies--;
        if (call.item !== null) this.answered(batch, outcome ?? this.timeout);
        this.release(batch);
      },
    };
  }

  private append(record: LogRecord): void {
    const { size, batchSize, linger } = this.options;
    this.used += size;
    this.exchange.requests.hold(record.request);
    record.transaction?.sent(this);
    const partition = this.partitioner.partitionFor(record);
    const line = this.waiting[partition] as Deque<Batch>;
    let batch = line.at(line.length - 1);
    if (
      batch === undefined ||
      batch.attempts > 0 ||
      batch.first.transaction !== record.transaction ||
      (batch.records.length + 1) * size > batchSize
    ) {
      if (batch !== undefined) batch.ready = true;
      batch = this.newBatch(record, partition);
      if (linger > 0) this.simulation.after(linger, lingered, { producer: this, batch });
    } else batch.records.push(record);
    if (linger === 0 || (batch.records.length + 1) * size > batchSize) batch.ready = true;
    this.send(partition);
  }

  private newBatch(first: LogRecord, partition: number): Batch {
    const { producer } = this.numbering;
    const batch = new Batch(first, partition, producer, this.numbering.take(partition), this.life);
    (this.waiting[partition] as Deque<Batch>).push(batch);
    const expiry = { producer: this, batch };
    batch.expiry = this.simulation.after(this.options.deliveryTimeout, expired, expiry);
    return batch;
  }

  linger(batch: Batch): void {
    batch.ready = true;
    this.send(batch.partition);
  }

  /** Sends what is ready, while not too much is on its way to the leader. */
  send(partition: number): void {
    const line = this.waiting[partition] as Deque<Batch>;
    for (let batch = line.at(0); batch?.ready === true; batch = line.at(0)) {
      const node = this.metadata.leaderOf(partition);
      if (
        batch.notBefore > this.simulation.now ||
        (this.inFlight[node] ?? 0) >= this.options.maxInFlight
      )
        return;
      if (node < 0) {
        this.holdBack(batch, this.options.backoff);
        return;
      }
      line.shift();
      this.dispatch(batch, node);
    }
  }

  private dispatch(batch: Batch, node: number): void {
    this.inFlight[node] = (this.inFlight[node] ?? 0) + 1;
    batch.node = node;
    const { first } = batch;
    const again = (SEND + batch.attempts++) | 0;
    batch.copies++;
    this.exchange.requests.hold(first.request);
    if (this.options.unacknowledged) this.conclude(batch, OK);
    this.exchange.begin(first.request, this.handler, 0, first, again, batch);
  }

  private answered(batch: Batch, outcome: Outcome): void {
    const { node, partition } = batch;
    this.inFlight[node] = (this.inFlight[node] as number) - 1;
    if (!batch.over) {
      const isOurs = batch.life === this.life;
      if (outcome.ok || !outcome.retryable || !isOurs) this.conclude(batch, outcome);
      else this.tryAgain(batch);
    }
    for (let other = 0; other < this.waiting.length; other++) {
      if ((this.waiting[other] as Deque<Batch>).length === 0) continue;
      if (this.metadata.leaderOf(other) === node || other === partition) this.send(other);
    }
  }

  /** Back to the front of its line; an idempotent producer keeps the batches in their order. */
  private tryAgain(batch: Batch): void {
    const { backoff, maxBackoff } = this.options;
    const line = this.waiting[batch.partition] as Deque<Batch>;
    this.numbering.renew(batch);
    const earlier: Batch[] = [];
    if (batch.producer !== null) {
      for (
        let head = line.at(0);
        head !== undefined && head.sequence < batch.sequence;
        head = line.at(0)
      ) {
        earlier.push(line.shift() as Batch);
      }
    }
    line.unshift(batch);
    for (const each of earlier.reverse()) line.unshift(each);
    const doubled = backoff * (1 << Math.min(batch.attempts - 1, 20));
    this.holdBack(batch, Math.min(maxBackoff, doubled));
  }

  private holdBack(batch: Batch, delay: Duration): void {
    batch.notBefore = this.simulation.now + delay;
    this.simulation.after(delay, goOn, { producer: this, batch });
  }

  /** The time to get it delivered is over. */
  expire(batch: Batch): void {
    batch.expiry = NO_EVENT;
    const line = this.waiting[batch.partition] as Deque<Batch>;
    for (let n = line.length - 1; n >= 0; n--) if (line.at(n) === batch) line.removeAt(n);
    this.conclude(batch, this.timeout);
    this.beginAnew();
    this.send(batch.partition);
  }

  private beginAnew(): void {
    this.numbering.beginAnew();
    for (const line of this.waiting) {
      for (let n = 0; n < line.length; n++) this.numbering.renew(line.at(n) as Batch);
    }
  }

  private conclude(batch: Batch, outcome: Outcome): void {
    if (batch.over) return;
    batch.over = true;
    if (batch.expiry !== NO_EVENT) this.simulation.cancel(batch.expiry);
    for (const { call, transaction } of batch.records) {
      this.used -= this.options.size;
      transaction?.settled(outcome.ok);
      if (call !== null) call.settle(outcome);
    }
    this.release(batch);
    this.letBlockedIn();
  }

  /** Nothing of it is under way any more: its messages are let go of. */
  private release(batch: Batch): void {
    if (!batch.over || batch.copies > 0 || batch.released) return;
    batch.released = true;
    for (const { request } of batch.records) this.exchange.requests.drop(request);
  }

  private letBlockedIn(): void {
    const { size, buffer } = this.options;
    while (this.blocked.length > 0 && this.used + size <= buffer) {
      const record = this.blocked.shift() as LogRecord;
      if (record.call === null) continue;
      this.exchange.sleep(record.call);
      this.append(record);
    }
  }

  /** The process has died, and its memory with it; what is on its way arrives all the same. */
  private forgetAll(): void {
    this.life++;
    for (const line of this.waiting) {
      for (let batch = line.shift(); batch !== undefined; batch = line.shift()) {
        this.conclude(batch, this.timeout);
      }
    }
    while (this.blocked.length > 0) this.blocked.shift();
    this.beginAnew();
  }
}

interface Waiting {
  readonly producer: Producer;
  readonly batch: Batch;
}

function lingered({ producer, batch }: Waiting): void {
  if (!batch.over) producer.linger(batch);
}

function goOn({ producer, batch }: Waiting): void {
  producer.send(batch.partition);
}

function expired({ producer, batch }: Waiting): void {
  producer.expire(batch);
}

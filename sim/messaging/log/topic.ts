/** A topic on a cluster: partitions with replicas on nodes, and groups that read what is committed. */
import type { Handler, Hooks } from '../../primitives/call.js';
import { PlacedHandler } from '../../primitives/handler.js';
import { Outcome } from '../../primitives/outcome.js';
import type { Mend } from '../../primitives/trouble.js';
import type { BrokerModel, BrokerSite, PublisherSite } from '../broker.js';
import { batchStored, type Letter, Message, messageLost } from '../message.js';
import { type Controlled, Node } from '../node.js';
import { forget } from './appended.js';
import { Batch, LogRecord } from './batch.js';
import { Controller, type ControllerOptions } from './controller.js';
import type { Group } from './group.js';
import { Isolation } from './isolation.js';
import { partitionOfKey } from './murmur.js';
import { Producer } from './producer.js';
import type { Metadata, ProducerOptions } from './producing.js';
import { Replicas } from './replicas.js';
import type { Commits, ReplicationOptions } from './replication.js';

export interface TopicOptions extends ReplicationOptions, ControllerOptions {
  readonly partitions: number;
  readonly nodes: number;
  readonly replicas: number;
  readonly producer: ProducerOptions;
}

export class Topic implements BrokerModel, Commits, Metadata, Controlled {
  readonly name: string;
  readonly partitions: number;
  readonly cluster: Controller;
  readonly controlled = this;
  private readonly replicas: readonly Replicas[];
  /** Groups that read all that the replicas have, and those that wait for the end of transactions. */
  private readonly eager: readonly Group[];
  private readonly patient: readonly Group[];
  private readonly isolations: readonly Isolation[];
  private readonly refused: Outcome;
  private readonly lost;
  private readonly stored;
  private down = false;
  private serial = 0;

  constructor(
    private readonly site: BrokerSite,
    readonly subscriptions: readonly Group[],
    private readonly options: TopicOptions,
  ) {
    const { simulation } = site.exchange;
    this.name = site.name;
    this.partitions = options.partitions;
    this.refused = Outcome.failure('refused', site.name);
    this.lost = simulation.probe.channel(messageLost);
    this.stored = simulation.probe.channel(batchStored);
    const { nodes, replicas } = options;
    const machines = Array.from({ length: nodes }, (_, index) => new Node(index));
    this.replicas = Array.from({ length: options.partitions }, (_, index) => {
      const own = Array.from({ length: replicas }, (_, n) => machines[(index + n) % nodes] as Node);
      return new Replicas(simulation, index, own, options, this, site.name);
    });
    this.eager = subscriptions.filter(({ readsCommitted }) => !readsCommitted);
    this.patient = subscriptions.filter(({ readsCommitted }) => readsCommitted);
    this.isolations = this.replicas.map(
      () => new Isolation((batch, serial, aborted) => this.decided(batch, serial, aborted)),
    );
    this.cluster = new Controller(simulation, machines, this.replicas, options);
  }

  hooks(): Hooks {
    return {
      enter: (call) => {
        call.item = null;
        if (this.down) {
          call.settle(this.refused);
          return;
        }
        const batch = call.cargo as Batch;
        (this.replicas[batch.partition] as Replicas).append(batch, call);
      },
      left: (call) => forget(call),
    };
  }

  producer(site: PublisherSite, network: Handler): Handler {
    const producer = new Producer(this.site.exchange, site, network, this, this.options.producer);
    return new PlacedHandler(site.place, producer.hooks(), null, { process: site.process });
  }

  leaderOf(partition: number): number {
    return (this.replicas[partition] as Replicas).leaderNode;
  }

  setDown(down: boolean): void {
    this.down = down;
    for (const group of this.subscriptions) group.setDown(down);
  }

  /** A message that comes from another broker. */
  private alone(letter: Letter): Batch {
    const { partitions } = this;
    const partition =
      letter.key >= 0 ? partitionOfKey(letter.key, partitions) : this.serial % partitions;
    return new Batch(new LogRecord(letter, null, null), partition, null, 0);
  }

  take(letter: Letter): void {
    const batch = this.alone(letter);
    this.appended(batch);
    this.committed(batch);
  }

  appended({ records }: Batch): void {
    for (const { request } of records) this.site.exchange.requests.hold(request);
  }

  committed(batch: Batch): void {
    const { serial } = this;
    this.serial += batch.records.length;
    this.publish(batch, serial, this.eager);
    if (this.patient.length > 0) (this.isolations[batch.partition] as Isolation).add(batch, serial);
    else this.letGo(batch);
  }

  /** Those who wait for the end of transactions get a batch, unless it was aborted. */
  private decided(batch: Batch, serial: number, aborted: boolean): void {
    if (!aborted) this.publish(batch, serial, this.patient);
    this.letGo(batch);
  }

  private publish({ records, partition }: Batch, serial: number, groups: readonly Group[]): void {
    for (const group of groups) this.stored.emit(group.index, records.length);
    for (const [n, record] of records.entries()) {
      for (const group of groups) group.put(new Message(record, serial + n), partition);
    }
  }

  private letGo({ records }: Batch): void {
    for (const { request } of records) this.site.exchange.requests.drop(request);
  }

  truncated({ records }: Batch, confirmed: boolean): void {
    for (const record of records) {
      for (const { index } of confirmed ? this.site.subscribers : []) {
        this.lost.emit(index, new Message(record, this.serial));
      }
      this.site.exchange.requests.drop(record.request);
    }
  }

  loseController(): Mend {
    return this.cluster.lose();
  }

  loseCoordinators(): Mend {
    const mends = this.subscriptions.map((group) => group.coordinator.lose());
    return () => {
      for (const mend of mends) mend();
    };
  }

  get isControlled(): boolean {
    return this.cluster.isThere;
  }

  erased(partition: number, records: number): void {
    const held = this.patient.length > 0 ? this.isolations[partition]?.erase(records) : undefined;
    for (const group of this.eager) group.erase(partition, records);
    for (const group of this.patient) group.erase(partition, records - (held ?? 0));
  }

  availability(partition: number): void {
    const { readable } = this.replicas[partition] as Replicas;
    for (const group of this.subscriptions) group.setReadable(partition, readable);
  }
}

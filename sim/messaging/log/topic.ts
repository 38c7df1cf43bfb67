/** A topic on a cluster: partitions with replicas on nodes, and groups that read what is committed. */
import type { Simulation } from '../../kernel/simulation.js';
import type { Duration } from '../../kernel/time.js';
import { Handler, type Hooks } from '../../primitives/call.js';
import { Outcome } from '../../primitives/outcome.js';
import type { Mend } from '../../primitives/trouble.js';
import type { BrokerModel, BrokerSite, PublisherSite } from '../broker.js';
import { batchStored, type Letter, Message, messageLost } from '../message.js';
import { type Cluster, Node } from '../node.js';
import { forget } from './appended.js';
import { Batch } from './batch.js';
import type { Group } from './group.js';
import { partitionOfKey } from './murmur.js';
import { Producer } from './producer.js';
import type { Metadata, ProducerOptions } from './producing.js';
import { Replicas } from './replicas.js';
import type { Commits, ReplicationOptions } from './replication.js';

export interface TopicOptions extends ReplicationOptions {
  readonly partitions: number;
  readonly nodes: number;
  readonly replicas: number;
  /** Nodes say so often that they are there; without a word for the session they are given up. */
  readonly nodeHeartbeat: Duration;
  readonly nodeSession: Duration;
  /** From giving a leader up to the next one. */
  readonly election: Duration;
  readonly producer: ProducerOptions;
}

export class Topic implements BrokerModel, Commits, Metadata, Cluster {
  readonly name: string;
  readonly partitions: number;
  readonly nodes: readonly Node[];
  readonly cluster = this;
  private readonly simulation: Simulation;
  private readonly replicas: readonly Replicas[];
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
    this.simulation = simulation;
    this.name = site.name;
    this.partitions = options.partitions;
    this.refused = Outcome.failure('refused', site.name);
    this.lost = simulation.probe.channel(messageLost);
    this.stored = simulation.probe.channel(batchStored);
    const { nodes, replicas } = options;
    this.nodes = Array.from({ length: nodes }, (_, index) => new Node(index));
    this.replicas = Array.from({ length: options.partitions }, (_, index) => {
      const own = Array.from(
        { length: replicas },
        (_, n) => this.nodes[(index + n) % nodes] as Node,
      );
      return new Replicas(simulation, index, own, options, this, site.name);
    });
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
    return new Handler(site.place, producer.hooks(), null, { process: site.process });
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
    const batch = new Batch(partition, null, 0);
    batch.records.push({ ...letter, call: null });
    return batch;
  }

  take(letter: Letter): void {
    const batch = this.alone(letter);
    this.appended(batch);
    this.committed(batch);
  }

  appended({ records }: Batch): void {
    for (const { request } of records) this.site.exchange.requests.hold(request);
  }

  committed({ records, partition }: Batch): void {
    for (const { index } of this.site.subscribers) this.stored.emit(index, records.length);
    for (const record of records) {
      const serial = this.serial++;
      for (const group of this.subscriptions) group.put(new Message(record, serial), partition);
      this.site.exchange.requests.drop(record.request);
    }
  }

  truncated({ records }: Batch, confirmed: boolean): void {
    for (const record of records) {
      for (const { index } of confirmed ? this.site.subscribers : []) {
        this.lost.emit(index, new Message(record, this.serial));
      }
      this.site.exchange.requests.drop(record.request);
    }
  }

  availability(partition: number): void {
    const { readable } = this.replicas[partition] as Replicas;
    for (const group of this.subscriptions) group.setReadable(partition, readable);
  }

  crashNode(index: number, cleanly: boolean): Mend {
    const node = this.nodes[index] as Node;
    if (cleanly) this.handOver(node);
    node.stop(1);
    for (const each of this.replicas) each.nodeDied(node);
    if (!cleanly) this.giveUpLater(node);
    return () => {
      node.stop(-1);
      this.returned(node);
    };
  }

  hangNode(index: number): Mend {
    const node = this.nodes[index] as Node;
    node.hang(1);
    for (const each of this.replicas) if (each.leaderNode === index) this.availability(each.index);
    this.giveUpLater(node);
    return () => {
      node.hang(-1);
      this.returned(node);
    };
  }

  isolateNode(index: number): Mend {
    const node = this.nodes[index] as Node;
    node.cut(1);
    this.giveUpLater(node);
    return () => {
      node.cut(-1);
      this.returned(node);
    };
  }

  /** What a node leads goes to others before it stops. */
  private handOver(node: Node): void {
    node.fenced = true;
    for (const each of this.replicas) {
      each.nodeFenced(node);
      each.elect();
    }
  }

  /** The session runs from the last heartbeat. */
  private giveUpLater(node: Node): void {
    const { nodeHeartbeat, nodeSession } = this.options;
    const { now } = this.simulation;
    const last = now - (now % nodeHeartbeat);
    const plan = { topic: this, node, troubles: node.troubles };
    this.simulation.at(Math.max(now, last + nodeSession), giveUp, plan);
  }

  giveUp(node: Node): void {
    node.fenced = true;
    for (const each of this.replicas) each.nodeFenced(node);
    this.simulation.after(this.options.election, elect, this);
  }

  elect(): void {
    for (const each of this.replicas) each.elect();
  }

  private returned(node: Node): void {
    if (!node.healthy) return;
    node.fenced = false;
    for (const each of this.replicas) each.nodeReturned(node);
  }
}

function giveUp({ topic, node, troubles }: { topic: Topic; node: Node; troubles: number }): void {
  if (node.troubles === troubles && !node.healthy) topic.giveUp(node);
}

function elect(topic: Topic): void {
  topic.elect();
}

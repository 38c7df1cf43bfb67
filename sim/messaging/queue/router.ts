/** A router: an exchange that routes messages to queues on a cluster, and confirms them once they are written. */
import { salt } from '../../kernel/random.js';
import type { Simulation } from '../../kernel/simulation.js';
import type { Duration } from '../../kernel/time.js';
import type { Call, Handler, Hooks } from '../../primitives/call.js';
import type { Distribution } from '../../primitives/distribution.js';
import { CallList } from '../../primitives/line.js';
import { OK, Outcome } from '../../primitives/outcome.js';
import type { Mend } from '../../primitives/trouble.js';
import { type BrokerModel, type BrokerSite, letterOf, type PublisherSite } from '../broker.js';
import { type Letter, Message } from '../message.js';
import { type Cluster, Node } from '../node.js';
import { creditFlow } from './credit.js';
import { Gate } from './gate.js';
import type { QueueSubscription } from './subscription.js';

export interface RouterOptions {
  /** Time to write what has come since the last write, all of it at once. */
  readonly write: Distribution;
  /** Messages that may wait in a queue, and what becomes of one more. */
  readonly maxLength: number;
  readonly overflow: 'drop-head' | 'reject-publish' | 'reject-publish-dlx';
  /** Messages that all queues hold together before publishers are blocked. */
  readonly alarm: number;
  /** Messages of one connection that are under way at once; others wait in the connection. */
  readonly credit: number;
  readonly nodes: number;
  /** Every message is on a majority of the nodes; or on the first node alone. */
  readonly replicated: boolean;
  /** How long until a crash, or a silence, leads to another leader. */
  readonly election: Duration;
  readonly silence: Duration;
  /** Whether a subscriber gets the messages with a routing key. */
  receives(subscriber: number, topic: string): boolean;
}

const WRITE = salt('router.write');

export class Router implements BrokerModel, Cluster {
  readonly nodes: readonly Node[];
  readonly cluster = this;
  private readonly simulation: Simulation;
  private readonly routes: readonly (readonly number[])[];
  /** Publishers held up by an alarm, and those whose message waits to be written. */
  private readonly blocked = new CallList();
  private readonly pending = new CallList();
  private readonly written = new CallList();
  private readonly gates: readonly Gate[];
  private writing = false;
  private down = false;
  private leader = 0;
  private available = true;
  private serial = 0;
  /** Grows with each change of leader: writes of an earlier one are not heeded. */
  private term = 0;
  private readonly refused: Outcome;
  private readonly unavailable: Outcome;
  private readonly reset: Outcome;
  private readonly full: Outcome;

  constructor(
    private readonly site: BrokerSite,
    readonly subscriptions: readonly QueueSubscription[],
    private readonly options: RouterOptions,
  ) {
    this.simulation = site.exchange.simulation;
    this.nodes = Array.from({ length: options.nodes }, (_, index) => new Node(index));
    this.routes = site.topics.map((topic) =>
      subscriptions.map((_, index) => index).filter((index) => options.receives(index, topic)),
    );
    this.gates = subscriptions.map(() => new Gate(options.maxLength, options.replicated));
    this.refused = Outcome.failure('refused', site.name);
    this.unavailable = Outcome.failure('unavailable', site.name);
    this.reset = Outcome.failure('reset', site.name);
    this.full = Outcome.failure('queue-full', site.name);
    for (const subscription of subscriptions) subscription.onRoom = () => this.unblock();
  }

  hooks(): Hooks {
    return {
      enter: (call) => {
        call.item = null;
        if (this.down) call.settle(this.refused);
        else if (!this.available) call.settle(this.unavailable);
        else if (this.alarmed) this.stand(call, this.blocked);
        else this.write(call);
      },
      left(call) {
        if (call.item !== null) (call.item as CallList).remove(call);
      },
    };
  }

  producer(site: PublisherSite, network: Handler): Handler {
    const { credit } = this.options;
    if (credit === Number.POSITIVE_INFINITY) return network;
    return creditFlow(site, network, credit);
  }

  /** More is held than there is memory for: publishers wait, consumers go on. */
  private get alarmed(): boolean {
    return this.subscriptions.reduce((sum, { backlog }) => sum + backlog, 0) >= this.options.alarm;
  }

  private stand(call: Call, list: CallList): void {
    call.item = list;
    list.append(call);
  }

  private unblock(): void {
    for (let call = this.blocked.first; call !== null && !this.alarmed; call = this.blocked.first) {
      this.blocked.remove(call);
      this.write(call);
    }
  }

  private write(call: Call): void {
    this.stand(call, this.pending);
    this.flush();
  }

  /** All that waits is written at once; what comes meanwhile waits for the next time. */
  private flush(): void {
    const { first } = this.pending;
    if (this.writing || first === null || !(this.nodes[this.leader] as Node).answers) return;
    this.writing = true;
    const factor = (this.nodes[this.leader] as Node).diskFactor;
    const time = Math.round(this.options.write.sample(first, WRITE) * factor);
    for (let call = this.pending.first; call !== null; call = this.pending.first) {
      this.pending.remove(call);
      this.stand(call, this.written);
    }
    this.simulation.after(time, wrote, { router: this, term: this.term });
  }

  wrote(term: number): void {
    if (term !== this.term) return;
    this.writing = false;
    this.lookAtGates();
    this.site.exchange.holdAnswers(() => {
      for (let call = this.written.first; call !== null; call = this.written.first) {
        call.settle(this.accept(letterOf(call), this.routes[call.operation] ?? []));
      }
    });
    this.lookAtGates();
    this.flush();
  }

  private lookAtGates(): void {
    for (const [index, gate] of this.gates.entries()) {
      gate.look((this.subscriptions[index] as QueueSubscription).waiting);
    }
  }

  take(letter: Letter): void {
    this.accept(
      letter,
      this.subscriptions.map((_, index) => index),
    );
  }

  /** Puts a message into its queues; one that is full and turns messages away makes it fail. */
  private accept(letter: Letter, route: readonly number[]): Outcome {
    const serial = this.serial++;
    let outcome = OK;
    for (const index of route) {
      const queue = this.subscriptions[index] as QueueSubscription;
      if (this.makeRoom(index, queue)) queue.store(new Message(letter, serial));
      else {
        if (this.options.overflow === 'reject-publish-dlx') {
          queue.turnAway(new Message(letter, serial));
        }
        outcome = this.full;
      }
    }
    return outcome;
  }

  /** Whether there is room for one more, after the oldest has gone if that makes it. */
  private makeRoom(index: number, queue: QueueSubscription): boolean {
    const { maxLength, overflow } = this.options;
    if (overflow !== 'drop-head') return (this.gates[index] as Gate).admits(queue.waiting);
    if (queue.waiting >= maxLength) queue.dropOldest();
    return true;
  }

  setDown(down: boolean): void {
    this.down = down;
    this.tellQueues();
  }

  private tellQueues(): void {
    for (const queue of this.subscriptions) queue.setDown(this.down || !this.available);
  }

  crashNode(index: number, cleanly: boolean): Mend {
    const node = this.nodes[index] as Node;
    node.stop(1);
    this.lost(node, cleanly ? 0 : this.options.election);
    return () => {
      node.stop(-1);
      this.returned();
    };
  }

  hangNode(index: number): Mend {
    const node = this.nodes[index] as Node;
    node.hang(1);
    this.lost(node, this.options.silence);
    return () => {
      node.hang(-1);
      this.returned();
    };
  }

  isolateNode(index: number): Mend {
    const node = this.nodes[index] as Node;
    node.cut(1);
    this.lost(node, this.options.silence);
    return () => {
      node.cut(-1);
      this.returned();
    };
  }

  /** A node is gone; if it led, publishers are cut off, and after a while another one leads. */
  private lost(node: Node, until: Duration): void {
    if (node.index !== this.leader) {
      if (!this.hasMajority) this.depose();
      return;
    }
    this.depose();
    if (this.options.replicated) this.simulation.after(until, elect, this);
  }

  private depose(): void {
    if (!this.available) return;
    this.available = false;
    this.term++;
    this.writing = false;
    this.site.exchange.holdAnswers(() => {
      for (const list of [this.written, this.pending, this.blocked]) {
        for (let call = list.first; call !== null; call = list.first) call.settle(this.reset);
      }
    });
    this.tellQueues();
    for (const queue of this.subscriptions) queue.takeBack();
  }

  private get hasMajority(): boolean {
    if (!this.options.replicated) return (this.nodes[this.leader] as Node).answers;
    return this.nodes.filter(({ healthy }) => healthy).length * 2 > this.nodes.length;
  }

  elect(): void {
    if (this.available || !this.hasMajority) return;
    if (this.options.replicated) this.leader = this.nodes.findIndex(({ healthy }) => healthy);
    this.available = true;
    this.tellQueues();
  }

  private returned(): void {
    if (!this.available) this.simulation.after(this.options.election, elect, this);
  }
}

function wrote({ router, term }: { router: Router; term: number }): void {
  router.wrote(term);
}

function elect(router: Router): void {
  router.elect();
}

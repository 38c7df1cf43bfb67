/** The controller of a cluster: notices nodes that are gone, and sees to it that each partition has a leader. */
import type { Simulation } from '../../kernel/simulation.js';
import type { Duration } from '../../kernel/time.js';
import type { Mend } from '../../primitives/trouble.js';
import type { Cluster, Node } from '../node.js';
import type { Replicas } from './replicas.js';

export interface ControllerOptions {
  /** Nodes say so often that they are there; without a word for the session they are given up. */
  readonly nodeHeartbeat: Duration;
  readonly nodeSession: Duration;
  /** From giving a leader up to the next one. */
  readonly election: Duration;
  /** So often partitions are given back to the nodes that should lead them. */
  readonly leaderCheck: Duration;
}

/** Only when more of a node's partitions than this are led by others are they given back. */
const IMBALANCE = 0.1;

export class Controller implements Cluster {
  /** Losses in force: meanwhile nobody is given up, elected, or in sync again. */
  private losses = 0;
  private checkPlanned = false;

  constructor(
    private readonly simulation: Simulation,
    readonly nodes: readonly Node[],
    private readonly replicas: readonly Replicas[],
    private readonly options: ControllerOptions,
  ) {}

  get isThere(): boolean {
    return this.losses === 0;
  }

  crashNode(index: number, cleanly: boolean): Mend {
    const node = this.nodes[index] as Node;
    const handsOver = cleanly && this.isThere;
    if (handsOver) this.handOver(node);
    node.stop(1);
    for (const each of this.replicas) each.nodeDied(node);
    if (!handsOver) this.giveUpLater(node);
    return () => {
      node.stop(-1);
      this.returned(node);
    };
  }

  hangNode(index: number): Mend {
    const node = this.nodes[index] as Node;
    node.hang(1);
    for (const each of this.replicas) each.nodeHangs(node);
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

  /** The controller is gone, until another one has taken over. */
  lose(): Mend {
    this.losses++;
    return () => {
      this.losses--;
      if (this.isThere) this.takeOver();
    };
  }

  /** Whoever is silent gets a session from now on: the new one has not heard of anybody yet. */
  private takeOver(): void {
    for (const node of this.nodes) {
      if (node.healthy) this.returned(node);
      else if (!node.fenced) {
        const plan = { controller: this, node, troubles: node.troubles };
        this.simulation.after(this.options.nodeSession, giveUp, plan);
      }
    }
    this.elect();
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
    const plan = { controller: this, node, troubles: node.troubles };
    this.simulation.at(Math.max(now, last + nodeSession), giveUp, plan);
  }

  giveUp(node: Node): void {
    if (!this.isThere) return;
    node.fenced = true;
    for (const each of this.replicas) each.nodeFenced(node);
    this.simulation.after(this.options.election, elect, this);
  }

  elect(): void {
    if (this.isThere) for (const each of this.replicas) each.elect();
  }

  private returned(node: Node): void {
    if (!node.healthy || (node.fenced && !this.isThere)) return;
    node.fenced = false;
    for (const each of this.replicas) {
      each.nodeReturned(node);
      if (this.isThere) each.elect();
    }
    this.planCheck();
  }

  private planCheck(): void {
    if (this.checkPlanned || this.nodes.every((node) => this.strayed(node).length === 0)) return;
    this.checkPlanned = true;
    const { now } = this.simulation;
    const { leaderCheck } = this.options;
    this.simulation.at(now - (now % leaderCheck) + leaderCheck, checkLeaders, this);
  }

  checkLeaders(): void {
    this.checkPlanned = false;
    for (const node of this.isThere ? this.nodes : []) {
      const own = this.replicas.filter(({ preferred }) => preferred === node);
      const strayed = this.strayed(node);
      if (strayed.length > own.length * IMBALANCE) {
        for (const each of strayed) each.returnToPreferred();
      }
    }
    this.planCheck();
  }

  /** Partitions that a node should lead and could, and that another one leads. */
  private strayed(node: Node): readonly Replicas[] {
    if (!node.healthy || node.fenced) return [];
    return this.replicas.filter(
      ({ preferred, leaderNode }) => preferred === node && leaderNode !== node.index,
    );
  }
}

function giveUp(plan: { controller: Controller; node: Node; troubles: number }): void {
  const { controller, node, troubles } = plan;
  if (node.troubles === troubles && !node.healthy) controller.giveUp(node);
}

function elect(controller: Controller): void {
  controller.elect();
}

function checkLeaders(controller: Controller): void {
  controller.checkLeaders();
}
